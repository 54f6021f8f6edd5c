import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'

/** Reads messages of protobuf field by field, without generated code. */

export interface Field<T> {
  /** What comes in another wire type than this is skipped, as if its number were unknown. */
  readonly wire: WireType
  readonly read: (reader: BinaryReader, into: T, count: () => void) => void
}
export type Fields<T> = Readonly<Record<number, Field<T>>>

type Set<T, V> = (into: T, value: V, count: () => void) => void

export const messageField = <T>(set: Set<T, Uint8Array>): Field<T> => ({
  wire: WireType.LengthDelimited,
  read: (reader, into, count) => set(into, reader.bytes(), count),
})

/** Text that is no UTF-8 is read with replacements: one odd name does not cost the whole body. */
export const textField = <T>(set: Set<T, string>): Field<T> => ({
  wire: WireType.LengthDelimited,
  read: (reader, into, count) => {
    const bytes = reader.bytes()
    set(into, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'), count)
  },
})

export const fixedField = <T>(set: Set<T, bigint>): Field<T> => ({
  wire: WireType.Bit64,
  read: (reader, into, count) => set(into, BigInt(reader.fixed64()), count),
})

export const doubleField = <T>(set: Set<T, number>): Field<T> => ({
  wire: WireType.Bit64,
  read: (reader, into, count) => set(into, reader.double(), count),
})

export const longField = <T>(set: Set<T, bigint>): Field<T> => ({
  wire: WireType.Varint,
  read: (reader, into, count) => set(into, BigInt(reader.int64()), count),
})

/** Fills `into` from a message. Throws where the message is torn. */
export function readFields<T>(bytes: Uint8Array, fields: Fields<T>, into: T, count: () => void): T {
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag()
    const field = fields[number]
    if (field === undefined || field.wire !== wire) reader.skip(wire, number)
    else field.read(reader, into, count)
  }
  return into
}
