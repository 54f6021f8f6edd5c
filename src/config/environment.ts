/** The environment of a process that puts its temporary files into this folder. */
export function environmentWith(temporary: string): Record<string, string | undefined> {
  return { ...process.env, TMPDIR: temporary }
}
