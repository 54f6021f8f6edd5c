/** The environment of a process that puts its temporary files into this folder. */
export function environmentWith(temporary: string): Record<string, string | undefined> {
  return { ...process.env, TMPDIR: temporary }
}

/** The token of whoever gives a command, where it is set. */
export const tokenGiven = (): string | undefined => {
  const { STILLWATCH_TOKEN: token } = process.env
  return token === '' ? undefined : token
}
