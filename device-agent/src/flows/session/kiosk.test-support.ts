import type { SessionIntent } from '../../contract/intent.ts'
import type { ItemRow, ReturnRow, Screen } from '../../contract/view.ts'
import type { PrintOutcome } from '../../devices/printer/contract.ts'
import type { PadTag } from '../../devices/rfid/contract.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { Resolver } from '../checkout/resolver.ts'
import { calm, FakeIls, FakePad, MemoryJournal } from '../fakes.test-support.ts'
import type { OfflineDesk } from '../offline/desk.ts'
import { offlineParts, RULES } from '../offline/offline.test-support.ts'
import type { Replay } from '../offline/replay.ts'
import type { OfflineRules } from '../offline/rules.ts'
import type { Slip, TakenBack } from '../return/contract.ts'
import { FakeReturns } from '../return/returns.test-support.ts'
import { FakeCardReader } from './card-reader.test-support.ts'
import type { ReceiptData } from './receipt-data.ts'
import { type Session, startSession } from './session.ts'
import type { SessionSettings, Surroundings } from './session-context.ts'
import type { StaffModePort } from './staff-port.ts'

export const ADA = '29999000000017'
export const BOOK = (n: number): string => `3111100000000${n}`

const SETTINGS: SessionSettings = {
  inactivityMilliseconds: 60_000,
  countdownSeconds: 30,
  goodbyeMilliseconds: 8_000,
  pin: 'whenAsked',
  pinTries: 3,
  showName: true,
  receipt: 'ask',
  offers: { lending: true, returns: true },
  incompleteReturns: true,
  offlineItemsMax: RULES.itemsMax,
  staff: { corner: false, quietMilliseconds: 120_000 },
  preferences: { language: 'en', textSize: 'normal', theme: 'light', volumePercent: 50 },
}

const SHELVES: Readonly<Record<number, string>> = { 1: 'the left shelf', 2: 'the return shelf' }
const binOf = (taken: TakenBack): number => ('secured' in taken && taken.whereabouts.alert !== null ? 2 : 1)

/** A session with hand-moved surroundings. */
export class TestKiosk {
  readonly clock = new ManualClock()
  readonly ils = new FakeIls()
  readonly pad = new FakePad()
  readonly cards = new FakeCardReader()
  readonly journal = new MemoryJournal(this.clock)
  readonly notices: string[] = []
  readonly printed: ReceiptData[] = []
  readonly returns = new FakeReturns()
  readonly slips: Slip[] = []
  staff: StaffModePort | null = null
  printOutcome: PrintOutcome = { printed: true }
  settings = SETTINGS
  around: Surroundings = {
    devices: { ils: 'ready', rfid: 'ready', scanner: 'ready', printer: 'ready' },
    ilsOnline: true,
    lendsOffline: false,
    printerProblem: null,
    closedBecause: null,
    returnsClosedBecause: null,
    closedByStaff: null,
    message: null,
  }
  /** Of the library's rules for its absence: none but waiting, unless a test sets others. */
  rules: OfflineRules = { ...RULES, mode: 'returns' }
  readonly desk: OfflineDesk
  readonly replay: Replay
  readonly session: Session

  constructor(settings: Partial<SessionSettings> = {}) {
    this.settings = { ...SETTINGS, ...settings }
    const notices = {
      raise: (code: string, _detail: string, key = '') => this.notices.push(`${code} ${key}`),
      clear: (code: string, key = '') => {
        const index = this.notices.indexOf(`${code} ${key}`)
        if (index >= 0) this.notices.splice(index, 1)
      },
    }
    const { ils: circulation, journal } = this
    const {
      desk,
      replay,
      ports: parts,
    } = offlineParts({ circulation, journal, notices, rules: () => this.rules })
    this.desk = desk
    this.replay = replay
    const ports = { ...parts, pad: this.pad }
    this.session = startSession({
      ...ports,
      resolver: new Resolver(ports),
      scanner: null,
      cardReader: this.cards,
      settings: () => this.settings,
      surroundings: () => this.around,
      frame: () => ({
        boot: 'boot',
        library: { name: 'Library' },
        kiosk: { name: 'Kiosk', languages: ['en', 'de'] },
      }),
      patterns: () => ({ card: /^2\d{13}$/, item: /^3\d{13}$/ }),
      attended: {
        returns: this.returns,
        chooseBin: (_, taken) => ({ bin: binOf(taken), reason: null }),
        shelfName: (bin) => SHELVES[bin] ?? null,
        printSlip: (slip) => {
          this.slips.push(slip)
          return 'printing'
        },
      },
      staff: () => this.staff,
      admitOffline: (card) => desk.admit(card),
      remember: (...seen) => desk.remember(...seen),
      printReceipt: async (data) => {
        this.printed.push(data)
        return this.printOutcome
      },
    })
  }

  get screen(): Screen {
    return this.session.view().screen
  }
  get rows(): readonly ItemRow[] {
    const { screen } = this
    return screen.name === 'items' || screen.name === 'finish' ? screen.rows : []
  }
  /** 'title: state', newest first. */
  get list(): readonly string[] {
    return this.rows.map((row) => `${row.title ?? row.itemId ?? '?'}: ${row.problem?.code ?? row.state}`)
  }
  /** 'number: state' of what is returned, newest first; with the problem's code where there is one. */
  get back(): readonly string[] {
    return this.returnRows.map(({ itemId, problem, state }) =>
      [`${itemId ?? '?'}: ${state}`, ...(problem === null ? [] : [problem.code])].join(' '),
    )
  }
  get returnRows(): readonly ReturnRow[] {
    return this.screen.name === 'returns' ? this.screen.rows : []
  }
  /** `rowOf(BOOK(1))`: what the row of an item that is returned is called. */
  rowOf(item: string): string {
    return this.returnRows.find((row) => row.itemId === item)?.id ?? ''
  }
  async do(...intents: readonly SessionIntent[]): Promise<void> {
    for (const intent of intents) {
      this.session.intent(intent)
      await calm()
    }
  }
  async signIn(card = ADA): Promise<void> {
    await this.do({ type: 'scan', code: card })
  }
  async ilsBecomes(online: boolean): Promise<void> {
    this.ils.become(online ? 'online' : 'away')
    this.around = { ...this.around, ilsOnline: online, lendsOffline: this.desk.obstacle() === null }
    this.session.refresh()
    await calm()
  }
  async lay(...tags: readonly PadTag[]): Promise<void> {
    this.pad.lay(...tags)
    await calm()
  }
  async pass(milliseconds: number): Promise<void> {
    this.clock.advance(milliseconds)
    await calm()
  }
  get inactivity(): number | null {
    return this.session.view().inactivity?.secondsLeft ?? null
  }
}
