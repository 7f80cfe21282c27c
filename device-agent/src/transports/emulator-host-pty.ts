/**
 * An emulator behind a pseudo terminal, made by socat (Debian package socat): what the driver opens is a tty.
 * As with a real serial device, one link lives from `plug` to `unplug`, however often the driver opens the port.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { access, type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Accept, EmulatorHost, WireLink } from './emulator-host.ts'

/** How often, and how long, the tty is looked for after socat was started. */
const APPEAR_INTERVAL_MILLISECONDS = 5
const APPEAR_LIMIT_MILLISECONDS = 3_000

/** Rejects with an Error that names what is missing. */
export async function hostOnPty(
  accept: Accept,
  { baud = 38_400 }: { readonly baud?: number } = {},
): Promise<EmulatorHost> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-pty-'))
  const host = new PtyHost(accept, folder, baud)
  try {
    await host.plug()
  } catch (error) {
    await host.close()
    throw error
  }
  return host
}

class PtyHost implements EmulatorHost {
  readonly url: string
  readonly #accept: Accept
  readonly #folder: string
  readonly #path: string
  #socat: { readonly child: ChildProcess; readonly gone: Promise<void>; readonly held: FileHandle } | null =
    null
  /** Whoever unplugs while the cable is already on its way out waits for that: the next tty has the same name. */
  #unplugging: Promise<void> = Promise.resolve()

  constructor(accept: Accept, folder: string, baud: number) {
    this.#accept = accept
    this.#folder = folder
    this.#path = join(folder, 'tty')
    this.url = `serial://${this.#path}?baud=${baud}`
  }
  get plugged(): boolean {
    return this.#socat !== null
  }

  async plug(): Promise<void> {
    await this.#unplugging
    if (this.#socat !== null) return
    const child = spawn('socat', [`PTY,link=${this.#path},rawer`, 'STDIO'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    let failure: Error | null = null
    const gone = new Promise<void>((resolve) => {
      child.once('exit', () => {
        failure ??= new Error('socat ended at once')
        resolve()
      })
      child.once('error', (error) => {
        failure = new Error('socat cannot be started; install the Debian package socat', { cause: error })
        resolve()
      })
    })
    const link = pipeLink(child)
    for (let waited = 0; !(await exists(this.#path)); waited += APPEAR_INTERVAL_MILLISECONDS) {
      if (failure !== null) throw failure
      if (waited > APPEAR_LIMIT_MILLISECONDS) {
        child.kill()
        throw new Error('socat made no tty')
      }
      await new Promise((resolve) => setTimeout(resolve, APPEAR_INTERVAL_MILLISECONDS))
    }
    // Held open so that the tty does not hang up whenever the driver closes it.
    const held = await open(this.#path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK)
    this.#socat = { child, gone, held }
    child.once('exit', () => void this.unplug())
    this.#accept(link)
  }

  async unplug(): Promise<void> {
    const socat = this.#socat
    this.#socat = null
    if (socat !== null) {
      this.#unplugging = (async () => {
        socat.child.kill()
        await socat.gone
        await socat.held.close()
        await rm(this.#path, { force: true })
      })()
    }
    await this.#unplugging
  }

  async close(): Promise<void> {
    await this.unplug()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function pipeLink(child: ChildProcess): WireLink {
  // Writing to a socat that has just been killed is a pulled cable, not an error.
  child.stdin?.on('error', () => {})
  return {
    send: (bytes) => {
      if (child.stdin?.writable) child.stdin.write(bytes)
    },
    onData: (listener) => {
      child.stdout?.on('data', listener)
    },
    onClose: (listener) => {
      child.once('exit', () => listener())
    },
    cut: () => {
      child.kill()
    },
  }
}
