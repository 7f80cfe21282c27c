/** The codec's doors: `parseMessage` reads, `buildMessage` writes, `Framer` cuts a stream into frames. */
export { BuildError, type BuildOptions, buildMessage } from './build.ts'
export { CHARSETS, type Charset } from './charset.ts'
export { Framer, type Line } from './framing.ts'
export type { AnyMessage, Extra, Message } from './message.ts'
export type { Fields, MessageName } from './messages.ts'
export { type FaultKind, FRAME_MAX_BYTES, type ParseResult, parseMessage } from './parse.ts'
