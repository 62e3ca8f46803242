// Solves the tutorial with types generated from the protos: node client.js HOST:PORT. Prints what happens to each mineral.
import { create, fromBinary, toBinary, type DescMessage, type DescMethodUnary, type MessageShape } from "@bufbuild/protobuf";
import * as grpc from "@grpc/grpc-js";
import { Confidence } from "./gen/optimizer/v1/case_pb.js";
import { Verdict } from "./gen/optimizer/v1/plan_pb.js";
import { CaseService, GetCaseRequestSchema, Include, OptimizerService, SolveRequestSchema } from "./gen/optimizer/v1/service_pb.js";

const [, , address = "127.0.0.1:50051"] = process.argv;
const client = new grpc.Client(address, grpc.credentials.createInsecure());

function call<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageShape<I>,
): Promise<MessageShape<O>> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      `/${method.parent.typeName}/${method.name}`,
      (message: MessageShape<I>) => Buffer.from(toBinary(method.input, message)),
      (bytes: Buffer) => fromBinary(method.output, bytes),
      request,
      { deadline: Date.now() + 60_000 },
      (error, response) => (response === undefined ? reject(error) : resolve(response)),
    );
  });
}

const found = await call(CaseService.method.getCase, create(GetCaseRequestSchema, { name: "cases/tutorial" }));
console.log(found.name, found.etag !== "", found.case?.currency, found.scenarios.length);

const { outcome } = await call(
  OptimizerService.method.solve,
  create(SolveRequestSchema, {
    source: { tables: { case: "inlineCase", value: found } },
    include: [Include.RATES],
  }),
);
if (outcome.case !== "plan") throw new Error(`no plan: ${outcome.case}`);
for (const { title, verdict, processed, left, oreShares } of outcome.value.decisions) {
  const sure: string[] = oreShares.map(({ confidence }) => Confidence[confidence]);
  console.log(title, Verdict[verdict], processed, left ?? "no reserve", ...sure);
}
console.log(outcome.value.objective);
client.close();
