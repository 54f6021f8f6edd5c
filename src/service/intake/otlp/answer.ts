import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** What a sender of OTLP is told, in the encoding that it spoke. */

export type OtlpEncoding = 'json' | 'protobuf'
export type OtlpSignal = 'traces' | 'logs'

export const OTLP_TYPES = { json: 'application/json', protobuf: 'application/x-protobuf' } as const

/** The encoding that a content type names, or `undefined`. */
export function otlpEncodingOf(contentType: string | undefined): OtlpEncoding | undefined {
  const name = (contentType ?? '').split(';')[0]?.trim().toLowerCase()
  if (name === 'application/json') return 'json'
  return name === 'application/x-protobuf' || name === 'application/protobuf'
    ? 'protobuf'
    : undefined
}

const REJECTED_KEYS = { traces: 'rejectedSpans', logs: 'rejectedLogRecords' } as const

/**
 * An ExportTraceServiceResponse or ExportLogsServiceResponse. Both have one field: 1 partial_success
 * { 1 rejected count, 2 error_message }. Empty where all was taken.
 */
export function exportResponse(
  encoding: OtlpEncoding,
  signal: OtlpSignal,
  rejected: number,
  message: string,
): Buffer {
  if (encoding === 'json') {
    const partialSuccess = { [REJECTED_KEYS[signal]]: String(rejected), errorMessage: message }
    return Buffer.from(JSON.stringify(rejected === 0 ? {} : { partialSuccess }))
  }
  if (rejected === 0) return Buffer.alloc(0)
  const writer = new BinaryWriter()
  writer.tag(1, WireType.LengthDelimited).fork()
  writer.tag(1, WireType.Varint).int64(rejected)
  writer.tag(2, WireType.LengthDelimited).string(message)
  return Buffer.from(writer.join().finish())
}

/** A google.rpc.Status { 1 code, 2 message }. */
export function statusResponse(encoding: OtlpEncoding, code: number, message: string): Buffer {
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }))
  const writer = new BinaryWriter()
  writer.tag(1, WireType.Varint).int32(code)
  writer.tag(2, WireType.LengthDelimited).string(message)
  return Buffer.from(writer.finish())
}

export const GRPC_INVALID_ARGUMENT = 3
export const GRPC_RESOURCE_EXHAUSTED = 8
export const GRPC_UNAVAILABLE = 14
