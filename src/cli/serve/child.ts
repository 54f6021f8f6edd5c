import { report } from '../report.js'

export interface Part {
  reload?(): void
  /** Hears the supervisor. */
  told?(message: unknown): void
  stop(): Promise<void>
}

/**
 * Runs a part of the service in this process until it is told to end, or its supervisor is gone: nobody would end it
 * then, and the next would find the spool and the store held.
 */
export async function runPart(start: () => Promise<Part>): Promise<void> {
  // A terminal sends it to all processes; the supervisor alone acts on it.
  process.on('SIGINT', () => undefined)
  // Until there is something to reload.
  process.on('SIGHUP', () => undefined)
  let part: Part | undefined
  let isEnding = false
  const end = async () => {
    if (isEnding) return
    isEnding = true
    await part?.stop()
    process.exit(0)
  }
  const endOrReport = () => {
    end().catch((error: unknown) => process.exit(report(error)))
  }
  process.on('SIGTERM', endOrReport)
  process.on('disconnect', endOrReport)
  try {
    part = await start()
  } catch (error) {
    process.exit(report(error))
  }
  const { reload, told } = part
  if (reload !== undefined) process.on('SIGHUP', reload)
  if (told !== undefined) process.on('message', told)
}

export const tellSupervisor = (message: string): void => {
  process.send?.(message)
}
