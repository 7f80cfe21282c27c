/**
 * A device file such as /dev/usb/lp0 as a byte stream. usblp(4) knows no readiness that Node could wait for, so
 * reading asks at intervals, and a full device is tried again a little later.
 */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { StreamShell, transportError } from './stream-shell.ts'
import { type ByteStream, TransportError } from './transport.ts'
import type { FilePlace } from './url.ts'

export const READ_INTERVAL_MILLISECONDS = 50
export const FULL_INTERVAL_MILLISECONDS = 20
const READ_BYTES = 4096

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

export async function openFile(place: FilePlace): Promise<ByteStream> {
  let file: FileHandle
  try {
    file = await open(place.path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch (error) {
    throw new TransportError(`cannot open ${place.path}: ${codeOf(error)}`, 'DEVICE_PORT_MISSING', error)
  }
  return new DeviceFile(file, place.path).stream
}

class DeviceFile {
  readonly stream: StreamShell
  readonly #file: FileHandle
  readonly #path: string
  #open = true
  #timer: NodeJS.Timeout | null = null
  #wakeWriter: (() => void) | null = null

  constructor(file: FileHandle, path: string) {
    this.#file = file
    this.#path = path
    this.stream = new StreamShell({ send: (bytes) => this.#send(bytes), shut: () => this.#shut() })
    void this.#read()
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(READ_BYTES)
    try {
      for (let bytesRead = 1; bytesRead > 0 && this.#open; ) {
        bytesRead = (await this.#file.read(buffer, 0, READ_BYTES, null)).bytesRead
        if (bytesRead > 0) this.stream.receive(buffer.slice(0, bytesRead))
      }
    } catch (error) {
      if (codeOf(error) === 'EINVAL') {
        // usblp(4) on a one-way port: it prints, and never answers.
        this.stream.notes.push('write only')
        return
      }
      if (codeOf(error) !== 'EAGAIN') {
        this.stream.fail(transportError(`${this.#path} failed`, error))
        return
      }
    }
    if (!this.#open) return
    this.#timer = setTimeout(() => void this.#read(), READ_INTERVAL_MILLISECONDS)
  }

  async #send(bytes: Uint8Array): Promise<void> {
    let sent = 0
    while (sent < bytes.length && this.#open) {
      try {
        sent += (await this.#file.write(bytes, sent, bytes.length - sent, null)).bytesWritten
      } catch (error) {
        if (codeOf(error) !== 'EAGAIN') throw error
        await this.#pause()
      }
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, FULL_INTERVAL_MILLISECONDS)
      this.#wakeWriter = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async #shut(): Promise<void> {
    this.#open = false
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#wakeWriter?.()
    // FileHandle waits for what is under way; a non-blocking read or write is soon over.
    await this.#file.close()
  }
}
