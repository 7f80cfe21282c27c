/**
 * All settings, written once: validation, types, defaults, the commented example, the docs and (later) the staff
 * form come from here. Keywords beside JSON Schema's own: `unit`, and `restart: true` where a change takes effect
 * only at the next start.
 */
import Type, { type Static } from 'typebox'
import { AlertSettings } from './alert-settings.ts'
import { CardSettings } from './card-settings.ts'
import { ConsoleSettings } from './console-settings.ts'
import { PrinterSettings, RfidSettings, ScannerSettings, TunnelSettings } from './device-settings.ts'
import { DropSettings } from './drop-settings.ts'
import { GatesSettings } from './gate-settings.ts'
import { IlsSettings } from './ils-settings.ts'
import { IoSettings, SignalsSettings } from './io-settings.ts'
import { LookSettings } from './look-settings.ts'
import { MetricsSettings } from './metrics-settings.ts'
import { MqttSettings } from './mqtt-settings.ts'
import { OfflineSettings } from './offline-settings.ts'
import { ReportSettings } from './report-settings.ts'
import { ClosedDates, OpeningHours, ReturnSettings } from './return-settings.ts'
import { StaffModeSettings } from './staff-mode-settings.ts'
import { StaffSettings } from './staff-settings.ts'
import { TagSettings } from './tag-settings.ts'

const closed = { additionalProperties: false } as const

export const Settings = Type.Object(
  {
    library: Type.Object(
      {
        name: Type.String({
          minLength: 1,
          maxLength: 80,
          description: 'Shown on the screen and on receipts.',
        }),
        openingHours: OpeningHours,
        closedDates: ClosedDates,
      },
      closed,
    ),
    kiosk: Type.Object(
      {
        id: Type.String({
          pattern: '^[a-z0-9][a-z0-9-]{0,31}$',
          default: 'kiosk-1',
          description: 'Names this kiosk in logs and messages. Lower case letters, digits and hyphens.',
          restart: true,
        }),
        name: Type.String({
          maxLength: 60,
          default: 'Self-service',
          description: 'Shown in the corner of the screen.',
        }),
        lends: Type.Boolean({
          default: true,
          description: 'Lend here. Off on a kiosk that only takes back (returns.attended).',
        }),
        languages: Type.Array(Type.Union([Type.Literal('en'), Type.Literal('de')]), {
          minItems: 1,
          uniqueItems: true,
          default: ['en', 'de'],
          description: "Offered languages; the first is the kiosk's own.",
        }),
        theme: Type.Union([Type.Literal('light'), Type.Literal('dark')], {
          default: 'light',
          description: 'Colours at the start of each session.',
        }),
        volumePercent: Type.Integer({
          minimum: 0,
          maximum: 100,
          default: 50,
          unit: '%',
          description: 'Loudness of sounds at the start of each session.',
        }),
      },
      { ...closed, default: {} },
    ),
    http: Type.Object(
      {
        port: Type.Integer({
          minimum: 1,
          maximum: 65535,
          default: 8480,
          description: 'Port of the kiosk screen, on this machine only (127.0.0.1).',
          restart: true,
        }),
      },
      { ...closed, default: {} },
    ),
    data: Type.Object(
      {
        folder: Type.String({
          minLength: 1,
          default: '/var/lib/lectern',
          description: 'Where the journal is kept.',
          restart: true,
        }),
        reserveMegabytes: Type.Integer({
          minimum: 1,
          maximum: 10000,
          default: 50,
          unit: 'MB',
          description: 'With less free space than this, no new loan is begun.',
        }),
      },
      { ...closed, default: {} },
    ),
    ils: IlsSettings,
    offline: OfflineSettings,
    returns: ReturnSettings,
    tags: TagSettings,
    patron: Type.Object(
      {
        cardPattern: Type.String({
          format: 'regex',
          default: '^2\\d{13}$',
          description: 'What a card number looks like (regular expression).',
        }),
        itemPattern: Type.String({
          format: 'regex',
          default: '^3\\d{13}$',
          description: "What an item's barcode looks like (regular expression).",
        }),
        pin: Type.Union([Type.Literal('never'), Type.Literal('whenAsked'), Type.Literal('always')], {
          default: 'whenAsked',
          description:
            '`whenAsked`: try without, ask for it where the library system says it is missing. `always`: demand it, and that the library system confirms it.',
        }),
        pinTries: Type.Integer({
          minimum: 1,
          maximum: 10,
          default: 3,
          description: 'Wrong PINs before the session ends.',
        }),
        showName: Type.Boolean({ default: true, description: 'Greet the patron by name.' }),
      },
      { ...closed, default: {} },
    ),
    session: Type.Object(
      {
        inactivitySeconds: Type.Integer({
          minimum: 10,
          maximum: 600,
          default: 60,
          unit: 's',
          description: 'Without a touch, a card or an item for so long, the warning comes.',
        }),
        countdownSeconds: Type.Integer({
          minimum: 20,
          maximum: 120,
          default: 30,
          unit: 's',
          description:
            'So long the warning counts down; then the session ends. WCAG 2.2.1 asks for 20 s or more.',
        }),
        goodbyeSeconds: Type.Integer({
          minimum: 2,
          maximum: 60,
          default: 8,
          unit: 's',
          description: 'How long goodbye is shown.',
        }),
      },
      { ...closed, default: {} },
    ),
    receipt: Type.Object(
      {
        offer: Type.Union([Type.Literal('ask'), Type.Literal('always'), Type.Literal('never')], {
          default: 'ask',
          description: 'Print a receipt: let the patron choose, always, or never.',
        }),
        template: Type.Optional(
          Type.String({
            description: 'The receipt, line by line; see docs/receipts.md. Leave out for the built-in one.',
          }),
        ),
        returnsTemplate: Type.Optional(
          Type.String({
            description: 'The receipt of returns, likewise. Leave out for the built-in one.',
          }),
        ),
      },
      { ...closed, default: {} },
    ),
    devices: Type.Object(
      {
        rfid: Type.Optional(RfidSettings),
        scanner: Type.Optional(ScannerSettings),
        printer: Type.Optional(PrinterSettings),
        tunnel: Type.Optional(TunnelSettings),
        card: Type.Optional(CardSettings),
      },
      { ...closed, default: {} },
    ),
    drop: Type.Optional(DropSettings),
    io: IoSettings,
    signals: SignalsSettings,
    staff: StaffSettings,
    staffMode: Type.Optional(StaffModeSettings),
    look: LookSettings,
    console: ConsoleSettings,
    reports: ReportSettings,
    mqtt: Type.Optional(MqttSettings),
    metrics: MetricsSettings,
    alerts: AlertSettings,
    gates: GatesSettings,
  },
  closed,
)

export type Settings = Static<typeof Settings>
export type { CardNumberSettings, CardSettings } from './card-settings.ts'
export type { PrinterSettings, RfidSettings, ScannerSettings } from './device-settings.ts'
export type { GpioSettings, HidRelaySettings, ModbusSettings } from './io-settings.ts'
