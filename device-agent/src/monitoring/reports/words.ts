/** The words of reports: on the staff's page, on paper and in the file for a spreadsheet they are the same. */
import type { CountedMedia, CountedPlace, UptimeState, VisitEnd } from '../../contract/counts.ts'
import type { ReportLanguage } from '../../contract/report.ts'

export interface ReportWords {
  readonly report: Readonly<Record<'day' | 'month', string>>
  readonly made: string
  readonly soFar: string
  readonly checkouts: string
  readonly renewals: string
  readonly returns: string
  readonly returnsAt: Readonly<Record<CountedPlace, string>>
  readonly refusals: string
  readonly visits: string
  readonly visitors: string
  readonly visitorsOut: string
  readonly alarms: string
  readonly ofThemDrop: string
  readonly ofThemFinished: string
  readonly andRenewals: string
  readonly chart: Readonly<Record<'day' | 'month', string>>
  readonly visitorChart: Readonly<Record<'day' | 'month', string>>
  readonly most: string
  readonly nothing: string
  readonly slots: Readonly<Record<'day' | 'month', string>>
  readonly slot: Readonly<Record<'day' | 'month', string>>
  readonly byMedia: string
  readonly mediaType: string
  readonly byReason: string
  readonly reason: string
  readonly whatToDo: string
  readonly howOften: string
  readonly noRefusals: string
  readonly visitEnds: string
  readonly ended: string
  readonly uptime: string
  readonly device: string
  readonly noUptime: string
  readonly gates: string
  readonly gate: string
  readonly sum: string
  readonly noHours: string
  readonly media: Readonly<Record<CountedMedia, string>>
  /** The kiosk's own devices by their ids; gates have names, and modules are called by their ids. */
  readonly devices: Readonly<Record<string, string>>
  readonly state: Readonly<Record<UptimeState, string>>
  readonly visitEnd: Readonly<Record<VisitEnd, string>>
  readonly csv: readonly [string, string, string, string, string, string, string]
  readonly units: Readonly<Record<'pieces' | 'seconds', string>>
}

const EN: ReportWords = {
  report: { day: 'Daily report', month: 'Monthly report' },
  made: 'Made',
  soFar: 'not over yet',
  checkouts: 'Checkouts',
  renewals: 'Renewals',
  returns: 'Returns',
  returnsAt: { pad: 'Returns at the screen', drop: 'Returns in the drop' },
  refusals: 'Refusals',
  visits: 'Visits',
  visitors: 'People in',
  visitorsOut: 'People out',
  alarms: 'Alarms',
  ofThemDrop: 'in the drop',
  ofThemFinished: 'finished',
  andRenewals: 'more renewed',
  chart: { day: 'Checkouts and returns by hour', month: 'Checkouts and returns by day' },
  visitorChart: { day: 'People in by hour', month: 'People in by day' },
  most: 'Most',
  nothing: 'Nothing was counted.',
  slots: { day: 'By hour', month: 'By day' },
  slot: { day: 'Hour', month: 'Day' },
  byMedia: 'By media type',
  mediaType: 'Media type',
  byReason: 'Refusals by reason',
  reason: 'Reason',
  whatToDo: 'What to do',
  howOften: 'Times',
  noRefusals: 'Nothing was refused.',
  visitEnds: 'How visits ended',
  ended: 'Ended',
  uptime: 'Devices',
  device: 'Device',
  noUptime: 'No device was counted.',
  gates: 'Gates',
  gate: 'Gate',
  sum: 'All',
  noHours: 'The hours of this day are no longer kept.',
  media: {
    book: 'Books',
    magazine: 'Magazines',
    audio: 'Audio',
    video: 'Films',
    music: 'Music',
    data: 'Data media',
    set: 'Sets',
    other: 'Other media',
    unknown: 'Not stated',
  },
  devices: {
    rfid: 'RFID pad',
    scanner: 'Barcode scanner',
    printer: 'Receipt printer',
    card: 'Card reader',
    tunnel: 'Reader of the drop',
  },
  state: { ready: 'Ready', reduced: 'Needs care', fault: 'Fault', away: 'Away', off: 'Kiosk off' },
  visitEnd: {
    finished: 'Finished',
    timeout: 'Timed out',
    left: 'Cancelled',
    unused: 'Nothing begun',
    interrupted: 'Broken off by a stop of the kiosk',
  },
  csv: ['Kiosk', 'From', 'What', 'Detail', 'Amount', 'Unit', 'Meaning'],
  units: { pieces: 'pieces', seconds: 'seconds' },
}

const DE: ReportWords = {
  report: { day: 'Tagesbericht', month: 'Monatsbericht' },
  made: 'Erstellt',
  soFar: 'noch nicht zu Ende',
  checkouts: 'Ausleihen',
  renewals: 'Verlängerungen',
  returns: 'Rückgaben',
  returnsAt: { pad: 'Rückgaben am Bildschirm', drop: 'Rückgaben im Kasten' },
  refusals: 'Ablehnungen',
  visits: 'Besuche',
  visitors: 'Personen herein',
  visitorsOut: 'Personen hinaus',
  alarms: 'Alarme',
  ofThemDrop: 'im Kasten',
  ofThemFinished: 'abgeschlossen',
  andRenewals: 'weitere verlängert',
  chart: { day: 'Ausleihen und Rückgaben nach Stunde', month: 'Ausleihen und Rückgaben nach Tag' },
  visitorChart: { day: 'Personen herein nach Stunde', month: 'Personen herein nach Tag' },
  most: 'Am meisten',
  nothing: 'Es wurde nichts gezählt.',
  slots: { day: 'Nach Stunde', month: 'Nach Tag' },
  slot: { day: 'Stunde', month: 'Tag' },
  byMedia: 'Nach Medienart',
  mediaType: 'Medienart',
  byReason: 'Ablehnungen nach Grund',
  reason: 'Grund',
  whatToDo: 'Was zu tun ist',
  howOften: 'Anzahl',
  noRefusals: 'Es wurde nichts abgelehnt.',
  visitEnds: 'Wie Besuche endeten',
  ended: 'Ende',
  uptime: 'Geräte',
  device: 'Gerät',
  noUptime: 'Es wurde kein Gerät gezählt.',
  gates: 'Gates',
  gate: 'Gate',
  sum: 'Gesamt',
  noHours: 'Die Stunden dieses Tages werden nicht mehr aufbewahrt.',
  media: {
    book: 'Bücher',
    magazine: 'Zeitschriften',
    audio: 'Hörmedien',
    video: 'Filme',
    music: 'Musik',
    data: 'Datenträger',
    set: 'Medienpakete',
    other: 'Andere Medien',
    unknown: 'Keine Angabe',
  },
  devices: {
    rfid: 'RFID-Ablage',
    scanner: 'Barcodescanner',
    printer: 'Quittungsdrucker',
    card: 'Kartenleser',
    tunnel: 'Leser der Rückgabe',
  },
  state: { ready: 'Bereit', reduced: 'Braucht Pflege', fault: 'Störung', away: 'Nicht da', off: 'Kiosk aus' },
  visitEnd: {
    finished: 'Abgeschlossen',
    timeout: 'Zeit abgelaufen',
    left: 'Abgebrochen',
    unused: 'Nichts begonnen',
    interrupted: 'Durch Halt des Kiosks unterbrochen',
  },
  csv: ['Kiosk', 'Von', 'Was', 'Einzelheit', 'Menge', 'Einheit', 'Bedeutung'],
  units: { pieces: 'Stück', seconds: 'Sekunden' },
}

export const REPORT_WORDS: Readonly<Record<ReportLanguage, ReportWords>> = { en: EN, de: DE }
