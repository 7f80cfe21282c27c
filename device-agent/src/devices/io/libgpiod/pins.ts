/** A chip's lines, held by one gpiomon for all inputs and one gpioset for each output. */
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { GpioSettings } from '../../../config/settings.ts'
import type { Clock } from '../../../runtime/clock.ts'
import { StreamShell } from '../../../transports/stream-shell.ts'
import { type ByteStream, TransportError } from '../../../transports/transport.ts'
import {
  decodeEdge,
  decodeLevels,
  decodeVersion,
  encodeGet,
  encodeMonitor,
  encodeSet,
  type ToolVersion,
} from './codec.ts'
import { firstLineOf, startTool, type Tool } from './tool.ts'

export interface PinsOptions {
  readonly settings: GpioSettings
  readonly clock: Clock
  /** Where the programs are: '' looks in PATH. */
  readonly toolFolder: string
  readonly deviceFolder: string
}

export class Pins {
  /** The life of the whole: it ends with any of the programs, and closing it ends them all. */
  readonly stream: ByteStream
  readonly #settings: GpioSettings
  readonly #clock: Clock
  readonly #program: (name: string) => string
  readonly #version: ToolVersion
  readonly #shell: StreamShell
  readonly #tools = new Set<Tool>()
  readonly #held = new Map<number, Tool>()
  #closed = false

  constructor({ settings, clock }: PinsOptions, program: (name: string) => string, version: ToolVersion) {
    this.#settings = settings
    this.#clock = clock
    this.#program = program
    this.#version = version
    this.#shell = new StreamShell({
      send: () => Promise.reject(new TransportError('pins are not written to')),
      shut: async () => {
        this.#closed = true
        await Promise.all([...this.#tools].map((tool) => tool.stop()))
      },
    })
    this.stream = this.#shell
  }

  /** Resolves with the level of each input, in the order of the settings; later changes are told with the input's number. */
  async watch(
    onEdge: (input: number, on: boolean) => void,
    onNonsense: () => void,
  ): Promise<readonly boolean[]> {
    const { chip, bias, inputs } = this.#settings
    if (inputs.length === 0) return []
    const { tellsInitialState } = this.#version
    const before = tellsInitialState ? null : await this.#ask('gpioget', encodeGet(chip, bias, inputs))
    const first = await this.#start(
      'gpiomon',
      encodeMonitor(chip, bias, inputs, tellsInitialState),
      (line) => {
        const edge = decodeEdge(line)
        const input = edge === null ? -1 : inputs.indexOf(edge.line)
        if (edge === null || input < 0) onNonsense()
        else onEdge(input, edge.on)
      },
    )
    const levels = decodeLevels(before ?? first.line, inputs.length)
    if (levels === null) throw new TransportError('gpiod told no levels', 'IO_FAULT')
    return levels
  }

  /** Resolves when the line is held at its level. For a moment in between nobody holds it. */
  async drive(output: number, on: boolean): Promise<void> {
    const { chip, outputs } = this.#settings
    const line = outputs[output]
    if (line === undefined) throw new RangeError(`no output ${output}`)
    const before = this.#held.get(output)
    this.#held.delete(output)
    if (before !== undefined) {
      await before.stop()
      this.#tools.delete(before)
    }
    const { tool } = await this.#start('gpioset', encodeSet(chip, line, on), () => undefined)
    this.#held.set(output, tool)
  }

  async #ask(name: string, args: readonly string[]): Promise<string> {
    const { answer, tool } = firstLineOf(this.#program(name), args, this.#clock)
    this.#tools.add(tool)
    return answer.finally(() => this.#tools.delete(tool))
  }

  /** Resolves with the first line, which a program says when it holds its lines. */
  #start(
    name: string,
    args: readonly string[],
    onLine: (line: string) => void,
  ): Promise<{ readonly tool: Tool; readonly line: string }> {
    if (this.#closed) return Promise.reject(new TransportError('the pins were let go'))
    const { promise, resolve, reject } = Promise.withResolvers<{ tool: Tool; line: string }>()
    let begun = false
    const hear = (line: string) => {
      if (begun) return onLine(line)
      begun = true
      resolve({ tool, line })
    }
    const tool: Tool = startTool(this.#program(name), args, hear, this.#clock)
    this.#tools.add(tool)
    tool.onExit((error) => {
      this.#tools.delete(tool)
      reject(error)
      this.#shell.fail(error)
    })
    return promise
  }
}

/** Rejects with `TransportError` and a code where the chip or the programs are not there. */
export async function openPins(options: PinsOptions): Promise<Pins> {
  const { settings, clock, toolFolder, deviceFolder } = options
  const program = (name: string) => join(toolFolder, name)
  const path = settings.chip.startsWith('/') ? settings.chip : join(deviceFolder, settings.chip)
  const version = await versionOf(program('gpiomon'), clock)
  try {
    await access(path, constants.R_OK | constants.W_OK)
  } catch (error) {
    throw new TransportError(`${path} is not there or may not be opened`, 'DEVICE_PORT_MISSING', error)
  }
  return new Pins(options, program, version)
}

async function versionOf(gpiomon: string, clock: Clock): Promise<ToolVersion> {
  const said = await firstLineOf(gpiomon, ['--version'], clock).answer.catch((cause: unknown) => {
    throw new TransportError(`${gpiomon} cannot be started`, 'IO_TOOL_MISSING', cause)
  })
  const version = decodeVersion(said)
  if (version?.fits !== true)
    throw new TransportError(`version 2 of gpiod is needed, found: ${said.slice(0, 60)}`, 'IO_TOOL_MISSING')
  return version
}
