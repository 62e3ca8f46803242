# A server image: the package, the shipped cases, the contract, nothing else.
FROM python:3.11-slim-bookworm
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY optimizer ./optimizer
COPY data ./data
COPY protos ./protos
RUN pip install --no-cache-dir -c constraints.txt . && useradd --create-home madini
USER madini
EXPOSE 50051
# A container's own loopback cannot be reached from outside; publish the port to the host's loopback only (see docker-compose.yml).
ENTRYPOINT ["python", "-m", "optimizer.service"]
CMD ["--listen", "0.0.0.0:50051", "--insecure-bind"]
