/**
 * Modbus requests and replies as facts. The bytes are jsmodbus' (MIT): its request and reply classes build and read
 * both forms, and open no port. Source: MODBUS Application Protocol Specification V1.1b3, section 6 (functions) and 7
 * (exceptions); MODBUS over Serial Line V1.02, section 2.5.1 (RTU); MODBUS Messaging on TCP/IP V1.0b, section 3.1.3 (MBAP).
 */
import {
  ModbusRTURequest,
  ModbusRTUResponse,
  ModbusTCPRequest,
  ModbusTCPResponse,
  requests,
  responses,
} from 'jsmodbus'

/** `tcp`: MBAP header. `rtu`: unit and CRC, on a serial line or through a serial server. */
export type Framing = 'tcp' | 'rtu'

/** Where bits can be read from. */
export type BitTable = 'coils' | 'discreteInputs' | 'holdingRegisters' | 'inputRegisters'

export type Request =
  /** `first` from 0; of registers, `count` is registers. */
  | { readonly does: 'read'; readonly from: BitTable; readonly first: number; readonly count: number }
  | { readonly does: 'writeCoil'; readonly address: number; readonly on: boolean }
  | { readonly does: 'writeRegister'; readonly address: number; readonly value: number }

export type Reply =
  /** Bits in order; of registers 16 each, the lowest first. Coils and inputs come in whole bytes. */
  | { readonly kind: 'bits'; readonly bits: readonly boolean[] }
  | { readonly kind: 'written'; readonly address: number; readonly value: number }
  /** An exception code of section 7. */
  | { readonly kind: 'refused'; readonly code: number }

/** Exception codes that pass by themselves: acknowledge and busy. */
export const PASSING_EXCEPTIONS: ReadonlySet<number> = new Set([5, 6])
export const BITS_OF_REGISTER = 16
/** What a coil is set to (section 6.5). */
const COIL_ON = 0xff00

export const FUNCTION: Readonly<Record<BitTable | 'writeCoil' | 'writeRegister', number>> = {
  coils: 1,
  discreteInputs: 2,
  holdingRegisters: 3,
  inputRegisters: 4,
  writeCoil: 5,
  writeRegister: 6,
}

/** The value of the register that `bits` begin with. */
export const registerOf = (bits: readonly boolean[]): number =>
  bits.slice(0, BITS_OF_REGISTER).reduce((value, on, bit) => (on ? value | (1 << bit) : value), 0)

export const functionOf = (request: Request): number =>
  FUNCTION[request.does === 'read' ? request.from : request.does]

const READS = {
  coils: requests.ReadCoilsRequestBody,
  discreteInputs: requests.ReadDiscreteInputsRequestBody,
  holdingRegisters: requests.ReadHoldingRegistersRequestBody,
  inputRegisters: requests.ReadInputRegistersRequestBody,
}

function bodyOf(request: Request) {
  switch (request.does) {
    case 'read':
      return new READS[request.from](request.first, request.count)
    case 'writeCoil':
      return new requests.WriteSingleCoilRequestBody(request.address, request.on)
    case 'writeRegister':
      return new requests.WriteSingleRegisterRequestBody(request.address, request.value)
  }
}

/** `transaction` 0 to 65535; RTU has none. */
export function encodeRequest(
  request: Request,
  {
    framing,
    unit,
    transaction,
  }: { readonly framing: Framing; readonly unit: number; readonly transaction: number },
): Uint8Array {
  const body = bodyOf(request)
  return framing === 'rtu'
    ? new ModbusRTURequest(unit, body).createPayload()
    : new ModbusTCPRequest(transaction, 0, body.byteCount + 1, unit, body).createPayload()
}

/** The reply in one whole frame; null where it is damaged, or none to `request`. */
export function decodeReply(frame: Uint8Array, request: Request, framing: Framing): Reply | null {
  const bytes = Buffer.from(frame)
  const read = framing === 'rtu' ? ModbusRTUResponse.fromBuffer(bytes) : ModbusTCPResponse.fromBuffer(bytes)
  // Built again it must be the same bytes: lengths, and on a serial line the CRC.
  if (read === null || read.body.fc !== functionOf(request) || !bytes.equals(read.createPayload()))
    return null
  const { body } = read
  if (body instanceof responses.ExceptionResponseBody) return { kind: 'refused', code: body.code }
  if (request.does === 'read') return bitsOf(body, request)
  if (body instanceof responses.WriteSingleCoilResponseBody)
    return { kind: 'written', address: body.address, value: body.value ? 1 : 0 }
  if (body instanceof responses.WriteSingleRegisterResponseBody)
    return { kind: 'written', address: body.address, value: body.value }
  return null
}

function bitsOf(body: object, { count }: Request & { does: 'read' }): Reply | null {
  const bits: boolean[] = []
  if (
    body instanceof responses.ReadCoilsResponseBody ||
    body instanceof responses.ReadDiscreteInputsResponseBody
  ) {
    for (const bit of body.valuesAsArray) bits.push(bit === 1)
    return bits.length === Math.ceil(count / 8) * 8 ? { kind: 'bits', bits: bits.slice(0, count) } : null
  }
  if (
    body instanceof responses.ReadHoldingRegistersResponseBody ||
    body instanceof responses.ReadInputRegistersResponseBody
  ) {
    for (const register of body.valuesAsArray)
      for (let bit = 0; bit < BITS_OF_REGISTER; bit++) bits.push(((register >> bit) & 1) === 1)
    return bits.length === count * BITS_OF_REGISTER ? { kind: 'bits', bits } : null
  }
  return null
}

/** What the other end of the line sees of a request. */
export interface HeardRequest {
  readonly unit: number
  readonly transaction: number
  readonly function: number
  /** Null where the function is not one of ours. */
  readonly request: Request | null
}

/** The request in one whole frame; null where it is damaged. */
export function decodeRequest(frame: Uint8Array, framing: Framing): HeardRequest | null {
  const bytes = Buffer.from(frame)
  const read = framing === 'rtu' ? ModbusRTURequest.fromBuffer(bytes) : ModbusTCPRequest.fromBuffer(bytes)
  if (read === null || read.corrupted) return null
  const { body } = read
  const transaction = read instanceof ModbusTCPRequest ? read.id : 0
  return { unit: read.unitId, transaction, function: body.fc, request: requestOf(body) }
}

function requestOf(body: object): Request | null {
  for (const from of ['coils', 'discreteInputs', 'holdingRegisters', 'inputRegisters'] as const) {
    const Body = READS[from]
    if (body instanceof Body) return { does: 'read', from, first: body.start, count: body.count }
  }
  if (body instanceof requests.WriteSingleCoilRequestBody)
    return { does: 'writeCoil', address: body.address, on: body.value === COIL_ON }
  if (body instanceof requests.WriteSingleRegisterRequestBody)
    return { does: 'writeRegister', address: body.address, value: body.value }
  return null
}

/** The reply's frame; a `refused` one names the function it refuses. */
export function encodeReply(reply: Reply, to: HeardRequest, framing: Framing): Uint8Array {
  const body = replyBody(reply, to)
  if (framing === 'rtu') return new ModbusRTUResponse(to.unit, undefined, body).createPayload()
  return new ModbusTCPResponse(to.transaction, 0, body.byteCount + 1, to.unit, body).createPayload()
}

function replyBody(reply: Reply, { request, function: code }: HeardRequest) {
  if (reply.kind === 'bits' && request?.does === 'read') return bitsBody(reply.bits, request)
  if (reply.kind === 'written' && request?.does === 'writeCoil')
    return new responses.WriteSingleCoilResponseBody(reply.address, reply.value !== 0)
  if (reply.kind === 'written' && request?.does === 'writeRegister')
    return new responses.WriteSingleRegisterResponseBody(reply.address, reply.value)
  const refused = reply.kind === 'refused' ? reply.code : 4
  return new responses.ExceptionResponseBody(code as 1, refused as 1)
}

function bitsBody(bits: readonly boolean[], { from, count }: Request & { does: 'read' }) {
  const ofRegisters = from === 'holdingRegisters' || from === 'inputRegisters'
  const bytes = Buffer.alloc(ofRegisters ? count * 2 : Math.ceil(count / 8))
  bits.forEach((on, index) => {
    // Registers travel with their high byte first.
    const at = ofRegisters ? (index >> 3) ^ 1 : index >> 3
    if (on && at < bytes.length) bytes[at] = (bytes[at] ?? 0) | (1 << (index & 7))
  })
  switch (from) {
    case 'coils':
      return new responses.ReadCoilsResponseBody(bytes, bytes.length)
    case 'discreteInputs':
      return new responses.ReadDiscreteInputsResponseBody(bytes, bytes.length)
    case 'holdingRegisters':
      return new responses.ReadHoldingRegistersResponseBody(bytes.length, bytes)
    case 'inputRegisters':
      return new responses.ReadInputRegistersResponseBody(bytes.length, bytes)
  }
}
