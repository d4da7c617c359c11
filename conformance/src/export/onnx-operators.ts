/** What an ONNX model asks an engine for. */
export interface OnnxOperators {
  /** Of the operator sets it imports; ONNX's own is ''. */
  readonly imported: readonly string[];
  /** Of the operators it is made of. */
  readonly used: ReadonlySet<string>;
}

/**
 * Reads the domains of a model's operators off the file, by the numbers of onnx.proto's fields and nothing of ours:
 * ModelProto has a graph (7) and imports (8), GraphProto nodes (1), NodeProto and OperatorSetIdProto their domain (7, 1).
 */
export function onnxOperators(model: Uint8Array): OnnxOperators {
  const imported: string[] = [];
  const used = new Set<string>();
  for (const { field, bytes } of messagesOf(model)) {
    if (field === 8) imported.push(textOf(bytes, 1));
    if (field !== 7) continue;
    for (const node of messagesOf(bytes)) if (node.field === 1) used.add(textOf(node.bytes, 7));
  }
  return { imported, used };
}

function textOf(message: Uint8Array, field: number): string {
  const [found] = [...messagesOf(message)].filter((each) => each.field === field);
  return new TextDecoder().decode(found?.bytes);
}

/** The length-delimited fields of a message: messages and texts. */
function* messagesOf(bytes: Uint8Array): Generator<{ field: number; bytes: Uint8Array }, void, void> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('The model ends within a number.');
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const wireType = tag % 8;
    if (wireType === 2) {
      const length = varint();
      yield { field: Math.floor(tag / 8), bytes: bytes.subarray(at, at + length) };
      at += length;
    } else if (wireType === 0) varint();
    else if (wireType === 5) at += 4;
    else if (wireType === 1) at += 8;
    else throw new Error(`The model has a field of the wire type ${wireType}.`);
  }
}
