import { create, toBinary } from '@bufbuild/protobuf';
import { VERSION } from '../../base/version.js';
import { ModelProtoSchema, type GraphProto } from './gen/onnx_pb.js';

/** Versions of the file format and of the standard operators that we write. */
export const IR_VERSION = 10;
export const OPSET = 18;

/** A file's bytes. `domains` are operator sets beside the standard one. */
export function encodeModel(
  graph: GraphProto,
  {
    metadata = {},
    domains = [],
  }: { readonly metadata?: Readonly<Record<string, string>>; readonly domains?: readonly string[] } = {},
): Uint8Array {
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: BigInt(IR_VERSION),
      producerName: 'Layerloom',
      producerVersion: VERSION,
      graph,
      opsetImport: [
        { domain: '', version: BigInt(OPSET) },
        ...domains.map((domain) => ({ domain, version: 1n })),
      ],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    }),
  );
}
