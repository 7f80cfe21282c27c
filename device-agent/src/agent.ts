/** The composition root: reads top to bottom as the list of what runs. */
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { createCirculation } from 'sip2/circulation'
import packageJson from '../package.json' with { type: 'json' }
import { createAttended } from './attended.ts'
import { createBookDrop } from './book-drop.ts'
import type { Settings } from './config/settings.ts'
import { consoleBroker } from './console-broker.ts'
import { createCounts } from './counts.ts'
import { Resolver } from './flows/checkout/resolver.ts'
import { OfflineDesk } from './flows/offline/desk.ts'
import { Replay } from './flows/offline/replay.ts'
import { RightOfWay } from './flows/offline/right-of-way.ts'
import { StaffList } from './flows/offline/staff-list.ts'
import { Claims } from './flows/return/claims.ts'
import { ReturnDesk } from './flows/return/return-desk.ts'
import { startSession } from './flows/session/session.ts'
import { surroundings } from './flows/session/surroundings.ts'
import { followSettings } from './follow-settings.ts'
import { createGates } from './gates.ts'
import { createHttp } from './http/server.ts'
import { circulationOptions } from './ils-options.ts'
import { openJournal } from './journal/open-journal.ts'
import { createLook } from './look.ts'
import { StandingOrders } from './monitoring/commands/standing.ts'
import { watchDevice } from './monitoring/device-notices.ts'
import { createHealth } from './monitoring/health.ts'
import { watchIls } from './monitoring/ils-notices.ts'
import { watchJournal } from './monitoring/journal-notices.ts'
import type { Log } from './monitoring/log.ts'
import { createTimings } from './monitoring/metrics/timings.ts'
import { createNotices } from './monitoring/notices.ts'
import { watchOffline } from './monitoring/offline-notices.ts'
import { keepTail } from './orders.ts'
import { createPatronDevices } from './patron-devices.ts'
import { receiptPreview, receiptPrinting } from './receipts/printing.ts'
import { returnRules } from './return-rules.ts'
import { type Clock, systemClock } from './runtime/clock.ts'
import { offlineRules, sessionSettings } from './session-settings.ts'
import { createStaffSide } from './staff-side.ts'
import { createSignIn } from './staff-sign-in.ts'
import { createTagTool } from './tag-tool.ts'
import { createWatch } from './watching.ts'
import { createIo } from './wired-io.ts'

export interface AgentOptions {
  readonly settings: Settings
  /** Watched for changes; null where the settings come from elsewhere. */
  readonly settingsPath: string | null
  readonly log: Log
  /** The system's where left out. */
  readonly clock?: Clock
  /** Ends this process so that it is started again; left out where nobody would. */
  readonly restart?: () => void
}

export interface Agent {
  /** Where the screen is: 'http://127.0.0.1:8480/'. */
  readonly address: string
  stop(): Promise<void>
}

const UI_FOLDER = fileURLToPath(new URL('../../kiosk-ui/dist/', import.meta.url))
const MEGABYTE = 1_000_000

/** Starts everything and resolves when the screen is served. Rejects where the port or the data folder cannot be had. */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  let { settings } = options
  const { clock = systemClock } = options
  const { log, ring } = keepTail(options.log, clock)
  const boot = randomUUID()
  const notices = createNotices({ log, clock })
  const { onAnswered, ...timings } = createTimings()
  const house = { notices, clock, log, settings: () => settings }

  const { setAside, ...kept } = openJournal({
    folder: settings.data.folder,
    reserveBytes: settings.data.reserveMegabytes * MEGABYTE,
    wall: clock.wall,
  })
  const { journal, stored, standings, returns, recentLoans, slips } = kept
  if (setAside !== null) notices.raise('JOURNAL_SET_ASIDE', `set aside as ${setAside}`)
  const standing = new StandingOrders(kept.orders)

  const { pad, codes, paper, cardReader } = createPatronDevices(house.settings, clock, timings)
  const io = createIo(settings, clock)

  const circulation = createCirculation({ ...circulationOptions(settings.ils), onAnswered })
  const gates = createGates({ ...house, circulation, recentLoans, signals: io.signals })
  const answerTimeoutMilliseconds = settings.ils.timeoutSeconds * 1_000
  const rightOfWay = new RightOfWay()
  const bridge = { ...house, circulation, journal, stored, answerTimeoutMilliseconds }
  const replay = new Replay({ ...bridge, rightOfWay })
  const desk = new OfflineDesk({ ...bridge, standings, replay, rules: () => offlineRules(settings) })
  const staffList = new StaffList({ stored, notices })
  const claims = new Claims()
  const returnDesk = new ReturnDesk({
    ...bridge,
    returns,
    replay,
    claims,
    rules: () => returnRules(settings),
  })
  const ports = { ...bridge, circulation: rightOfWay.patronsFirst(circulation), offline: desk, pad }
  const resolver = new Resolver(ports, claims)

  const attended = createAttended({ ...house, returns: returnDesk, printer: paper, slips })
  const printReceipt = receiptPrinting({ ...house, printer: paper, log })
  const bookDrop = createBookDrop({
    ...house,
    boot,
    printer: paper,
    printReceipt,
    signals: io.signals,
    byHand: io.hands,
    returns: returnDesk,
    journal: returns,
    printSlip: attended.ports.printSlip,
    closedByStaff: () => standing.now.closedByStaff !== null,
  })
  const devices = [
    ...[pad, codes, paper, cardReader, bookDrop?.reader],
    ...[...io.modules, ...gates.devices],
  ].filter((device) => device !== null && device !== undefined)

  let ilsSeen = false
  const around = () =>
    surroundings({
      ils: circulation.status,
      ilsSeen,
      rfid: pad,
      scanner: codes,
      printer: paper,
      offlineObstacle: desk.obstacle(),
      journalObstacle: journal.obstacle(),
      returnsObstacle: returnDesk.obstacle(),
      standing: standing.now,
    })
  const session = startSession({
    ...ports,
    resolver,
    attended: attended.ports,
    scanner: codes,
    cardReader,
    settings: () => sessionSettings(settings, standing.now.volumePercent),
    surroundings: around,
    staff: () => staffSide.mode,
    admitOffline: (card) => desk.admit(card),
    remember: (...seen) => desk.remember(...seen),
    printReceipt,
    patterns: () => ({
      card: new RegExp(settings.patron.cardPattern),
      item: new RegExp(settings.patron.itemPattern),
    }),
    frame: () => ({
      boot,
      library: { name: settings.library.name },
      kiosk: { name: settings.kiosk.name, languages: settings.kiosk.languages },
    }),
  })

  const health = createHealth({
    kiosk: settings.kiosk.id,
    version: packageJson.version,
    boot,
    clock,
    notices,
    screens: () => http.screens(),
    devices: () => devices.map((device) => device.status),
    ils: () => circulation.status,
    offline: () => ({ ...staffList.summary(), lending: desk.obstacle() === null }),
    obstacle: () => journal.obstacle(),
  })
  const drop = bookDrop?.drop ?? null
  const counting = createCounts({ ...house, counts: kept.counts, session, devices, gates: gates.watch })
  const staffSignIn = createSignIn(house)
  const staffSide = await createStaffSide({
    ...house,
    record: staffSignIn.record,
    ...kept,
    ...io,
    counters: [counting.counters],
    boot,
    ring,
    standing,
    devices,
    drop,
    session,
    health,
    printer: paper,
    restart: options.restart,
    offline: staffList,
    gates: gates.watch,
    ils: circulation,
    version: packageJson.version,
  })
  const tagTool = createTagTool({
    ...house,
    wanted: staffSide.pages !== null,
    station: pad,
    ils: circulation,
    free: () => session.idle,
  })
  const watch = await createWatch({ ...house, timings, counts: counting.counts, health, devices })
  const look = createLook({ ...house, session, screens: () => http.screens() })
  const http = await createHttp({
    port: settings.http.port,
    kiosk: look.kiosk,
    look,
    uiFolder: UI_FOLDER,
    clock,
    log,
    health,
    notices: notices.open,
    offline: staffList,
    ...(gates.watch === null ? {} : { gates: gates.watch }),
    ...(bookDrop === null || bookDrop.screen === null ? {} : { drop: bookDrop.screen }),
    receiptPreview: receiptPreview({ settings: () => settings, clock }),
    ...(staffSide.pages === null ? {} : { staff: staffSide.pages }),
    ...staffSignIn.doors,
    ...consoleBroker(settings),
    ...(tagTool === null ? {} : { tags: tagTool }),
    ...watch.http,
    ...(counting.reports === null ? {} : { reports: counting.reports }),
  })

  const lookAtAbsence = watchOffline({
    notices,
    isAway: () => circulation.status.state === 'away',
    obstacle: () => desk.obstacle(),
  })
  const endings = [
    watchJournal({
      clock,
      notices,
      obstacle: () => journal.obstacle(),
      also: lookAtAbsence,
      changed: () => session.refresh(),
    }),
    watchIls(circulation, notices),
    circulation.onStatus(({ state }) => {
      ilsSeen ||= state === 'online'
      lookAtAbsence()
      session.refresh()
    }),
    replay.onTold(() => staffList.look()),
    standing.onChange(() => session.refresh()),
    ...(tagTool === null ? [] : [session.onView(() => tagTool.refresh())]),
    ...devices.flatMap((device) => [watchDevice(device, house), device.onStatus(() => session.refresh())]),
    followSettings(options.settingsPath, {
      current: settings,
      clock,
      notices,
      applied: (fresh) => {
        settings = fresh
        session.refresh()
      },
    }),
  ]

  const address = await http.listen()
  log.info('AGENT_SERVING', { detail: address, milliseconds: Math.round(performance.now()) })
  circulation.start()
  for (const device of devices) device.start()
  resolver.resume()
  returnDesk.resume()
  staffList.look()
  replay.start()
  drop?.start()
  staffSide.start()
  gates.start()

  return {
    address,
    stop: async () => {
      for (const end of endings) end()
      counting.stop()
      await http.close()
      look.stop()
      await Promise.all([watch.stop(), staffSide.stop()])
      tagTool?.stop()
      await drop?.stop()
      session.stop()
      attended.stop()
      resolver.stop()
      replay.stop()
      desk.stop()
      io.stop()
      await Promise.all([...devices.map((device) => device.stop()), circulation.stop()])
      gates.stop()
      staffSignIn.stop()
      journal.shut()
    },
  }
}
