// Solves the tutorial with nothing but the protos: node by_protos.js HOST:PORT PROTOS_FOLDER. Prints the profit.
const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");

const [address, protos] = process.argv.slice(2);
const definition = loader.loadSync("optimizer/v1/service.proto", {
  includeDirs: [protos], keepCase: true, enums: String, longs: Number, oneofs: true,
});
const { OptimizerService } = grpc.loadPackageDefinition(definition).optimizer.v1;
const client = new OptimizerService(address, grpc.credentials.createInsecure(), {
  "grpc.max_receive_message_length": 64 * 1024 * 1024,
});

const request = { source: { case_name: "cases/tutorial" }, include: ["INCLUDE_RATES"] };
client.Solve(request, { deadline: Date.now() + 60_000 }, (error, response) => {
  if (error) throw error;
  if (response.outcome !== "plan") throw new Error(`no plan but ${response.outcome}`);
  const profit = response.plan.measures.find(({ measure }) => measure === "profit");
  console.log(profit.total);
  for (const { name, verdict, product, market } of response.plan.decisions) {
    console.log(name, verdict, product, market);
  }
  client.close();
});
