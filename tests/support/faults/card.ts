import type { ErrorCode } from '@lectern/device-agent/contract/errors'
import { createPcscReader, READ_TRIES, UNREADABLE_MAX } from '@lectern/device-agent/devices/card/pc-sc/driver'
import { PcscEmulator } from '@lectern/device-agent/devices/card/pc-sc/emulator'
import { NO_FAULTS } from '@lectern/device-agent/devices/card/pc-sc/faults'
import {
  cableOut,
  type Emulated,
  emulated,
  type FaultCase,
  FOR_EVER_MILLISECONDS,
  SHOWS_NOTHING,
  type Stage,
  setting,
} from './emulated.ts'
import { settingsOf } from './settings.ts'

const READER = 'ACS ACR1252 1S CL Reader [ACR1252] 00 00'
const UID = Uint8Array.of(0x04, 0xa2, 0xb3, 0xc4)
const A_LITTLE_MILLISECONDS = 40
const BETWEEN_CARDS_MILLISECONDS = 100

const pcscCase = setting(NO_FAULTS)
const wire = (
  name: string,
  change: Partial<typeof NO_FAULTS>,
  shows: ErrorCode | null,
  because = '',
): FaultCase<PcscEmulator> => pcscCase(name, change, shows, { because })

/** So many cards are shown, one after the other. */
function showCards({ clock, emulator }: Stage<PcscEmulator>, cards: number): void {
  for (let card = 0; card < cards; card++)
    clock.setTimeout(() => {
      emulator.takeAway(READER)
      emulator.show(READER, UID)
    }, card * BETWEEN_CARDS_MILLISECONDS)
}

export const CARD: readonly Emulated[] = [
  emulated<PcscEmulator>({
    folder: 'card/pc-sc',
    create: (clock) => new PcscEmulator({ clock }),
    accept: (service) => service.accept,
    driver: ({ clock, transport }) =>
      createPcscReader({
        id: 'card',
        transport,
        clock,
        settings: settingsOf().devices.card,
        random: () => 1,
      }),
    ready: ({ emulator }) => emulator.connectReader(READER),
    atRest: (service) => service.faults,
    faults: {
      silent: [wire('', { silent: true }, 'CARD_AWAY')],
      stallMilliseconds: [
        wire('a little', { stallMilliseconds: A_LITTLE_MILLISECONDS }, null, SHOWS_NOTHING.slow),
        wire('for ever', { stallMilliseconds: FOR_EVER_MILLISECONDS }, 'CARD_AWAY'),
      ],
      split: [wire('', { split: true }, null, SHOWS_NOTHING.split)],
      leadingGarbage: [wire('', { leadingGarbage: true }, 'CARD_AWAY')],
      flipByte: [0, 4].map((byte) => wire(`byte ${byte}`, { flipByte: byte }, 'CARD_AWAY')),
      cutAfterBytes: [0, 1, 4].map((bytes) => wire(`${bytes} bytes`, { cutAfterBytes: bytes }, 'CARD_AWAY')),
      connectFailures: [
        {
          name: 'of one card',
          shows: null,
          because: 'one card that cannot be read is the holder’s matter, and told at the screen',
          inject: (stage) => {
            stage.emulator.faults = { ...NO_FAULTS, connectFailures: READ_TRIES }
            showCards(stage, 1)
          },
          heal: ({ emulator }) => {
            emulator.faults = NO_FAULTS
          },
        },
        {
          name: 'of every card',
          shows: 'CARD_READS_NONE',
          inject: (stage) => {
            stage.emulator.faults = { ...NO_FAULTS, connectFailures: READ_TRIES * UNREADABLE_MAX }
            showCards(stage, UNREADABLE_MAX)
          },
          heal: ({ emulator }) => {
            emulator.faults = NO_FAULTS
          },
          staffDo: { words: 'shows a card that can be read', act: (stage) => showCards(stage, 1) },
        },
      ],
      cable: [cableOut('CARD_AWAY')],
      readerPulled: [
        {
          name: '',
          shows: 'CARD_AWAY',
          inject: ({ emulator }) => emulator.disconnectReader(READER),
          heal: ({ emulator }) => emulator.connectReader(READER),
        },
      ],
    },
  }),
]
