/**
 * The environment of a process that puts its temporary files into this folder, and that may share a key with its
 * siblings which no file may hold.
 */
export function environmentWith(
  temporary: string,
  sealKey?: Uint8Array,
): Record<string, string | undefined> {
  const own = { ...process.env, TMPDIR: temporary }
  if (sealKey === undefined) return own
  return { ...own, STILLWATCH_SEAL_KEY: Buffer.from(sealKey).toString('hex') }
}

/** The key that this process shares with its siblings. Whatever it starts itself is not told. */
export function takeSealKey(): Uint8Array | undefined {
  const { STILLWATCH_SEAL_KEY: key = '' } = process.env
  delete process.env.STILLWATCH_SEAL_KEY
  return key === '' ? undefined : Buffer.from(key, 'hex')
}

/** The token of whoever gives a command, where it is set. */
export const tokenGiven = (): string | undefined => {
  const { STILLWATCH_TOKEN: token } = process.env
  return token === '' ? undefined : token
}
