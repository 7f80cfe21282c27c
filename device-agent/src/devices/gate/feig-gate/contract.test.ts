import { systemClock } from '../../../runtime/clock.ts'
import { callOverTcp } from '../../../transports/emulator-caller-tcp.ts'
import { hostOnTcp } from '../../../transports/emulator-host-tcp.ts'
import { openTransport } from '../../../transports/open.ts'
import { type GateUnderTest, gateContract } from '../contract-suite.test-support.ts'
import { tagged } from '../tagged.test-support.ts'
import { createFeigGate } from './driver.ts'
import { FeigGateEmulator } from './emulator.ts'
import { NO_FAULTS } from './faults.ts'
import { freePort, type Mode } from './gate.test-support.ts'

const COUNTER = 7
const LIGHT = 0x81

async function underTest(mode: Mode): Promise<GateUnderTest> {
  const emulator = new FeigGateEmulator({
    airTime: 0,
    walkMilliseconds: 20,
    acknowledge: true,
    counterAddress: COUNTER,
  })
  const asked = await hostOnTcp(emulator.accept)
  const main = mode === 'buffered' ? asked : await callOverTcp(emulator.call, { port: await freePort() })
  const hosts = new Set([asked, main])
  const gate = createFeigGate({
    id: 'gate-1',
    clock: systemClock,
    random: () => 0,
    transport: openTransport(main.url),
    mode:
      mode === 'buffered'
        ? { kind: 'buffered', pollMilliseconds: 5 }
        : {
            kind: 'notification',
            acknowledge: true,
            keepAliveMilliseconds: null,
            commands: openTransport(asked.url),
          },
    busAddress: 255,
    counterAddress: COUNTER,
    tamper: null,
    outputs: { light: LIGHT, sound: null },
    cause: 'afi',
    direction: null,
  })
  let wake = () => {}
  for (const listen of [gate.onStatus, gate.onCount, gate.onForgotten]) listen(() => wake())
  const until = async (holds: () => boolean) => {
    while (!holds())
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
  let carried = 0
  const alarm = () => emulator.carry(tagged(++carried))
  const trouble = { state: 'fault', code: 'GATE_MUTE' } as const
  return {
    gate,
    trouble,
    alarm,
    pass: async (direction) => {
      await emulator.walk({ tags: [], direction })
      // It is asked for its counts at each beginning, and else every five seconds.
      await asked.unplug()
      await until(() => gate.status.state !== 'ready')
      await asked.plug()
      await until(() => gate.status.state === 'ready')
    },
    hurt: async () => {
      emulator.faults = { ...NO_FAULTS, radioTrouble: true }
      await alarm()
    },
    heal: async () => {
      emulator.faults = NO_FAULTS
      await alarm()
    },
    cut: async () => {
      for (const host of hosts) await host.unplug()
      await until(() => gate.status.state === 'away')
    },
    mend: async () => {
      for (const host of hosts) await host.plug()
    },
    get flashes() {
      return emulator.pulses.filter(({ output }) => output === LIGHT).length
    },
    until,
    close: async () => {
      await gate.stop()
      for (const host of hosts) await host.close()
    },
  }
}

for (const mode of ['buffered', 'notification'] as const)
  gateContract(`a FEIG reader in ${mode} mode`, () => underTest(mode))
