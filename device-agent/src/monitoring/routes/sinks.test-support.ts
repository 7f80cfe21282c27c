/** A mail server and a webhook that take whatever comes, without encryption, and hand it on as it came over the wire. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export interface Sink {
  readonly port: number
  close(): Promise<void>
}

/** `take`: one mail, with its headers. */
export async function mailSink(take: (words: string) => void): Promise<Sink> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, _session, done) =>
      void text(stream)
        .then(take)
        .then(() => done(), done),
  })
  // A kiosk that is stopped while it mails breaks off.
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return {
    port: (listening.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** `take`: one post, its headers first. */
export async function webhookSink(take: (words: string) => void): Promise<Sink> {
  const server = createServer((request, response) => {
    const end = () => void response.writeHead(204).end()
    text(request).then((body) => {
      take(`${request.url}\n${request.rawHeaders.join('\n')}\n\n${body}`)
      end()
    }, end)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
