/** A serial port (RS-232, USB-CDC, pty) as a byte stream. The native binding is loaded with the first port. */
import type { SerialPort } from 'serialport'
import { StreamShell, transportError } from './stream-shell.ts'
import { type ByteStream, TransportError } from './transport.ts'
import type { SerialPlace } from './url.ts'

/** What a pty and some USB bridges say to TIOCMSET. Devices without these lines need none. */
const NO_MODEM_LINES = /inappropriate ioctl|ENOTTY|not a typewriter/i

export async function openSerial(place: SerialPlace): Promise<ByteStream> {
  const { SerialPort: Port } = await import('serialport')
  const port = new Port({
    path: place.path,
    baudRate: place.baud,
    parity: place.parity,
    dataBits: place.dataBits,
    stopBits: place.stopBits,
    autoOpen: false,
  })
  await new Promise<void>((resolve, reject) => {
    port.open((error) =>
      error === null
        ? resolve()
        : reject(
            new TransportError(`cannot open ${place.path}: ${error.message}`, 'DEVICE_PORT_MISSING', error),
          ),
    )
  })
  wakeOnReadiness(port)
  const stream = shell(port, place.path)
  try {
    const note = await raiseModemLines(port)
    if (note !== null) stream.notes.push(note)
  } catch (error) {
    await stream.close()
    throw transportError(`cannot set up ${place.path}`, error)
  }
  return stream
}

/**
 * The binding of serialport 13 calls its poller outside Node's callback scope: promises it resolves wait until
 * something else happens in the process, which made a single answer byte up to seconds late on Node 26.
 * Any immediate ends the wait.
 */
function wakeOnReadiness(port: SerialPort): void {
  const binding = port.port
  if (binding === undefined || !('poller' in binding)) return
  const wake = (): void => {
    setImmediate(() => {})
  }
  for (const event of ['readable', 'writable', 'disconnect']) binding.poller.on(event, wake)
}

/** DTR and RTS on: many devices stay silent without. */
function raiseModemLines(port: SerialPort): Promise<string | null> {
  return new Promise((resolve, reject) => {
    port.set({ dtr: true, rts: true }, (error) => {
      if (error === null) resolve(null)
      else if (NO_MODEM_LINES.test(error.message)) resolve('no modem lines')
      else reject(error)
    })
  })
}

function shell(port: SerialPort, path: string): StreamShell {
  const stream = new StreamShell({
    send: (bytes) =>
      new Promise((resolve, reject) => {
        port.write(bytes, (error) => (error ? reject(error) : resolve()))
      }),
    shut: () =>
      new Promise((resolve) => {
        // An error here means that the port is closed already.
        port.close(() => resolve())
      }),
  })
  port.on('data', (chunk: Uint8Array) => stream.receive(chunk))
  port.on('error', (error: Error) => stream.fail(transportError(`${path} failed`, error)))
  port.on('close', () => stream.fail(new TransportError(`${path} is gone`)))
  return stream
}
