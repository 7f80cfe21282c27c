/** WebSocket messages to packets: a packet may span several, and several may lie in one (MQTT 3.1.1, section 6). */
import { type Packet, packetAt, readPacket } from './packets.ts'

export class Assembler {
  #rest: Uint8Array = new Uint8Array(0)

  /** What has become whole with these bytes. Throws RangeError or TypeError where they are no MQTT. */
  take(bytes: Uint8Array): Packet[] {
    const all = this.#rest.length === 0 ? bytes : joined(this.#rest, bytes)
    const packets: Packet[] = []
    let at = 0
    for (let found = packetAt(all, at); found !== null; found = packetAt(all, at)) {
      packets.push(readPacket(all[at] ?? 0, all.subarray(found.body, found.end)))
      at = found.end
    }
    this.#rest = all.subarray(at)
    return packets
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}
