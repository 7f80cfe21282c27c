/** Sends by a mail server (RFC 5321; STARTTLS, RFC 3207). */
import { readFile } from 'node:fs/promises'
import { createTransport } from 'nodemailer'
import type { MailSettings } from '../../config/alert-settings.ts'
import type { Courier } from './contract.ts'
import { letterOf } from './letter.ts'

/** To connect, to be greeted, and for each answer after that. */
export const MAIL_MILLISECONDS = 20_000

export function mailCourier(settings: MailSettings, address: string): Courier {
  const { from, host } = settings
  return {
    failure: 'MAIL_FAILED',
    name: address,
    send: async (dispatch) => {
      const transport = createTransport(await optionsOf(settings))
      try {
        await transport.sendMail({
          from,
          to: address,
          ...letterOf(dispatch),
          messageId: `<${dispatch.id}@${from.split('@')[1] ?? host}>`,
          // RFC 3834, section 5: nobody's absence is to answer it.
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        })
      } finally {
        transport.close()
      }
    },
  }
}

async function optionsOf({ ca, host, passwordFile, port, security, username }: MailSettings) {
  const pass = passwordFile === undefined ? '' : (await readFile(passwordFile, 'utf8')).trimEnd()
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: MAIL_MILLISECONDS,
    greetingTimeout: MAIL_MILLISECONDS,
    socketTimeout: MAIL_MILLISECONDS,
    ...(username === undefined ? {} : { auth: { user: username, pass } }),
    ...(ca === undefined ? {} : { tls: { ca: await readFile(ca) } }),
  }
}
