/** What Prometheus may read; part of the one schema in `settings.ts`. */
import Type, { type Static } from 'typebox'
import type { SettingClash } from './drop-clashes.ts'

export const MetricsSettings = Type.Object(
  {
    enabled: Type.Boolean({
      default: true,
      description:
        'Serve `/metrics` for Prometheus, on this machine only unless `address` says otherwise. No patron is in it.',
      restart: true,
    }),
    address: Type.Optional(
      Type.String({
        // An address of IPv4 or IPv6: a name could lead anywhere.
        pattern: '^[0-9a-fA-F.:]{2,45}$',
        examples: ['0.0.0.0'],
        description:
          'One of this machine’s own addresses, or `0.0.0.0` for all of them, where a Prometheus on another machine reads `/metrics`. Nothing is encrypted there. Leave out for this machine only.',
        restart: true,
      }),
    ),
    port: Type.Integer({
      minimum: 1,
      maximum: 65_535,
      default: 9464,
      description: 'The port at `address`, where nothing but `/metrics` is served.',
      restart: true,
    }),
    tokenFile: Type.Optional(
      Type.String({
        minLength: 1,
        examples: ['/etc/lectern/metrics-token'],
        description:
          'File that holds the bearer token Prometheus must send, and nothing else. It is read at each request. A must with `address`.',
        restart: true,
      }),
    ),
  },
  { additionalProperties: false, default: {} },
)

export type MetricsSettings = Static<typeof MetricsSettings>

export function metricsClashes({ address, tokenFile }: MetricsSettings): SettingClash[] {
  if (address === undefined || tokenFile !== undefined) return []
  return [{ path: ['metrics', 'address'], reason: 'needs tokenFile: whoever reaches the port could read it' }]
}
