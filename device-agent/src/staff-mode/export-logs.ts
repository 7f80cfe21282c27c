/** The newest lines of the log, onto a USB stick. */
import { constants } from 'node:fs'
import { access, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LecternError } from '../contract/errors.ts'

export interface ExportOptions {
  /** In it each stick is mounted in a folder of its own. */
  readonly folder: string
  readonly kiosk: string
  readonly lines: readonly string[]
  /** Milliseconds since 1970. */
  readonly at: number
  /** The number of the file system a folder is in; the system's own by default. */
  readonly deviceOf?: (folder: string) => Promise<number>
}

/**
 * Resolves with the file's name, once it is on the stick. A folder that is no mount is none: it would be written to the
 * kiosk's own disk. Rejects with LecternError `STAFF_NO_STICK` or `STAFF_EXPORT_FAILED`.
 */
export async function exportLogs(options: ExportOptions): Promise<string> {
  const stick = await findStick(options)
  if (stick === null) throw new LecternError('STAFF_NO_STICK')
  const time = new Date(options.at).toISOString().slice(0, 19).replaceAll(':', '-')
  const name = `lectern-${options.kiosk}-${time}.log`
  try {
    const file = await open(join(stick, name), 'wx', 0o644)
    try {
      await file.writeFile(`${options.lines.join('\n')}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw new LecternError('STAFF_EXPORT_FAILED', '', error)
  }
  return name
}

async function findStick({ deviceOf = systemDeviceOf, folder }: ExportOptions): Promise<string | null> {
  try {
    const own = await deviceOf(folder)
    for (const name of (await readdir(folder)).toSorted()) {
      const stick = join(folder, name)
      if ((await deviceOf(stick)) === own) continue
      if (await isWritable(stick)) return stick
    }
    return null
  } catch {
    return null
  }
}

const systemDeviceOf = async (folder: string): Promise<number> => (await stat(folder)).dev

const isWritable = (folder: string): Promise<boolean> =>
  access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
