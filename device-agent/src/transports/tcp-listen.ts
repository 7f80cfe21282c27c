/**
 * Devices that connect to us: one port of this machine, many devices, each told apart by its address or by its first
 * bytes. The port listens from the first `open` until the last transport on it is released.
 */
import { type Client, Door, type Recognise } from './door.ts'
import { type ByteStream, OPEN_TIMEOUT_MILLISECONDS, type Transport, TransportError } from './transport.ts'
import type { TcpListenPlace } from './url.ts'

/** A port is the machine's, so its door is the process's. */
const doors = new Map<string, Door>()

function enter(place: TcpListenPlace, client: Client): Door {
  const key = `${place.host} ${place.port}`
  const door = doors.get(key) ?? new Door(place)
  doors.set(key, door)
  door.clients.add(client)
  return door
}

function leave(door: Door, client: Client): Promise<void> {
  door.clients.delete(client)
  if (door.clients.size > 0) return Promise.resolve()
  for (const [key, other] of doors) if (other === door) doors.delete(key)
  return door.shut()
}

/** `recognise` tells by its first bytes whose a connection is, where its address does not. */
export function listenTransport(
  url: string,
  place: TcpListenPlace,
  recognise: Recognise | null = null,
): Transport {
  const client: Client = { from: place.from, recognise, take: null, live: null }
  let door: Door | null = null
  let giveUp: (error: TransportError) => void = () => undefined
  return {
    url,
    async open(): Promise<ByteStream> {
      door ??= enter(place, client)
      await door.listen()
      const { promise, resolve, reject } = Promise.withResolvers<ByteStream>()
      giveUp = reject
      const timer = setTimeout(
        () => reject(new TransportError(`nobody connected to ${door?.name ?? url}`)),
        OPEN_TIMEOUT_MILLISECONDS,
      )
      client.take = resolve
      door?.serve()
      return promise.finally(() => {
        clearTimeout(timer)
        client.take = null
      })
    },
    async release(): Promise<void> {
      const left = door
      door = null
      giveUp(new TransportError(`${url} was released`))
      if (left !== null) await leave(left, client)
    },
  }
}
