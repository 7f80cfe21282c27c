/** From a device's URL to its transport. */
import { openFile } from './file.ts'
import { openHid } from './hid.ts'
import { openSerial } from './serial.ts'
import { openTcp } from './tcp.ts'
import { listenTransport } from './tcp-listen.ts'
import { type ByteStream, OPEN_TIMEOUT_MILLISECONDS, type Transport, TransportError } from './transport.ts'
import { openUnix } from './unix.ts'
import { type Place, parsePlace, type TcpListenPlace } from './url.ts'

/** Throws RangeError that says what is wrong with the URL; opens nothing yet. */
export function openTransport(url: string): Transport {
  const place = parsePlace(url)
  if (place.scheme === 'tcp-listen') return listenTransport(url, place)
  return { url, open: () => within(openPlace(place), url) }
}

function openPlace(place: Exclude<Place, TcpListenPlace>): Promise<ByteStream> {
  switch (place.scheme) {
    case 'tcp':
      return openTcp(place)
    case 'serial':
      return openSerial(place)
    case 'file':
      return openFile(place)
    case 'unix':
      return openUnix(place)
    case 'hid':
      return openHid(place)
  }
}

/** A driver that hangs in `open` must not hang ours; a port that opens too late is let go. */
function within(opening: Promise<ByteStream>, url: string): Promise<ByteStream> {
  return new Promise((resolve, reject) => {
    let late = false
    const timer = setTimeout(() => {
      late = true
      reject(new TransportError(`${url} did not open in ${OPEN_TIMEOUT_MILLISECONDS} ms`))
    }, OPEN_TIMEOUT_MILLISECONDS)
    opening.then(
      (stream) => {
        clearTimeout(timer)
        if (late) void stream.close().catch(() => {})
        else resolve(stream)
      },
      (error: unknown) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}
