/**
 * Posts JSON. With a secret it is signed as GitHub signs ("Validating webhook deliveries"): HMAC-SHA256 (RFC 2104) of
 * the body's bytes, `sha256=` and hex digits.
 */
import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { WebhookSettings } from '../../config/alert-settings.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Courier } from './contract.ts'

export const SIGNATURE_HEADER = 'x-lectern-signature-256'
/** The dispatch's id: the same when it is sent again. */
export const DELIVERY_HEADER = 'x-lectern-delivery'
export const WEBHOOK_MILLISECONDS = 10_000

export function webhookCourier({ id, secretFile, url }: WebhookSettings, clock: Clock): Courier {
  return {
    failure: 'WEBHOOK_FAILED',
    name: id,
    send: async (dispatch) => {
      const body = JSON.stringify(dispatch)
      const secret = secretFile === undefined ? null : (await readFile(secretFile, 'utf8')).trim()
      if (secret === '') throw new Error('the file with the secret is empty')
      const enough = new AbortController()
      const timer = clock.setTimeout(() => enough.abort(new Error('no answer in time')), WEBHOOK_MILLISECONDS)
      try {
        const response = await fetch(url, {
          method: 'POST',
          body,
          redirect: 'error',
          signal: enough.signal,
          headers: {
            'content-type': 'application/json',
            [DELIVERY_HEADER]: dispatch.id,
            ...(secret === null ? {} : { [SIGNATURE_HEADER]: signature(secret, body) }),
          },
        })
        await response.body?.cancel()
        if (!response.ok) throw new Error(`it answered ${response.status}`)
      } finally {
        clock.clearTimeout(timer)
      }
    },
  }
}

const signature = (secret: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
