// Solves the tutorial knowing only the server's address: node by_reflection.js HOST:PORT. Prints the profit.
// The server describes itself by grpc.reflection.v1alpha; that protocol is small enough to be spelled out here.
const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");

const REFLECTION = {
  nested: {
    grpc: { nested: { reflection: { nested: { v1alpha: { nested: {
      ServerReflection: { methods: { ServerReflectionInfo: {
        requestType: "ServerReflectionRequest", requestStream: true,
        responseType: "ServerReflectionResponse", responseStream: true,
      } } },
      ServerReflectionRequest: { fields: {
        file_by_filename: { type: "string", id: 3 },
        file_containing_symbol: { type: "string", id: 4 },
        list_services: { type: "string", id: 7 },
      } },
      FileDescriptorResponse: { fields: { file_descriptor_proto: { rule: "repeated", type: "bytes", id: 1 } } },
      ServiceResponse: { fields: { name: { type: "string", id: 1 } } },
      ListServiceResponse: { fields: { service: { rule: "repeated", type: "ServiceResponse", id: 1 } } },
      ErrorResponse: { fields: { error_code: { type: "int32", id: 1 }, error_message: { type: "string", id: 2 } } },
      ServerReflectionResponse: { fields: {
        file_descriptor_response: { type: "FileDescriptorResponse", id: 4 },
        list_services_response: { type: "ListServiceResponse", id: 6 },
        error_response: { type: "ErrorResponse", id: 7 },
      } },
    } } } } } },
  },
};
const OPTIONS = { keepCase: true, enums: String, longs: Number, oneofs: true, defaults: false };
const address = process.argv[2];

const { v1alpha } = grpc.loadPackageDefinition(loader.fromJSON(REFLECTION, OPTIONS)).grpc.reflection;
const reflection = new v1alpha.ServerReflection(address, grpc.credentials.createInsecure());
const stream = reflection.ServerReflectionInfo({ deadline: Date.now() + 60_000 });
const waiting = [];
stream.on("data", (response) => waiting.shift().resolve(response));
stream.on("error", (error) => waiting.forEach(({ reject }) => reject(error)));

function ask(request) {
  return new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    stream.write(request);
  });
}

async function describe(symbol) {
  const { file_descriptor_response: found, error_response: error } = await ask({ file_containing_symbol: symbol });
  if (error) throw new Error(error.error_message);
  const files = new Map();
  await gather(found.file_descriptor_proto, files);
  return files;
}

// A file's own bytes name the files that it imports, in field 3.
async function gather(descriptors, files) {
  for (const bytes of descriptors) {
    const { name, imports } = outline(bytes);
    if (files.has(name)) continue;
    files.set(name, bytes);
    for (const other of imports.filter((file) => !files.has(file))) {
      const { file_descriptor_response: found } = await ask({ file_by_filename: other });
      await gather(found.file_descriptor_proto, files);
    }
  }
}

function outline(bytes) {
  const found = { name: "", imports: [] };
  for (let at = 0; at < bytes.length; ) {
    const [key, afterKey] = varint(bytes, at);
    const [size, start] = varint(bytes, afterKey);
    at = (key & 7) === 2 ? start + size : start;
    if (key === 10) found.name = bytes.toString("utf8", start, start + size);
    if (key === 26) found.imports.push(bytes.toString("utf8", start, start + size));
  }
  return found;
}

function varint(bytes, at) {
  let value = 0;
  for (let place = 0; ; place += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** place;
    if (byte < 128) return [value, at];
  }
}

// A FileDescriptorSet is its files, each as field 1.
function asSet(files) {
  const parts = [];
  for (const bytes of files.values()) {
    const size = [];
    for (let left = bytes.length; ; left = Math.floor(left / 128)) {
      if (left < 128) { size.push(left); break; }
      size.push((left % 128) + 128);
    }
    parts.push(Buffer.from([10, ...size]), bytes);
  }
  return Buffer.concat(parts);
}

async function main() {
  const { list_services_response: listed } = await ask({ list_services: "" });
  const name = listed.service.map((service) => service.name).find((service) => service.endsWith(".OptimizerService"));
  const definition = loader.loadFileDescriptorSetFromBuffer(asSet(await describe(name)), OPTIONS);
  const Service = grpc.makeGenericClientConstructor(definition[name], name);
  const client = new Service(address, grpc.credentials.createInsecure());
  const request = { source: { case_name: "cases/tutorial" } };
  const response = await new Promise((resolve, reject) => {
    client.Solve(request, { deadline: Date.now() + 60_000 }, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
  console.log(response.plan.measures.find(({ measure }) => measure === "profit").total);
  client.close();
  stream.end();
  reflection.close();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
