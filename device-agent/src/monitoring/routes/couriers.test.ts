import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { selfSigned } from '../../../../sip2-bridge/src/connection/self-signed.test-support.ts'
import type { MailSettings } from '../../config/alert-settings.ts'
import { parseSettings } from '../../config/load.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { letterOf } from './letter.ts'
import { mailCourier } from './mail.ts'
import { dispatch } from './routes.test-support.ts'
import { DELIVERY_HEADER, SIGNATURE_HEADER, WEBHOOK_MILLISECONDS, webhookCourier } from './webhook.ts'

const PASSWORD = 'lindenhof'
let folder = ''
let ending: (() => Promise<void>)[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-couriers-'))
})
afterEach(async () => {
  for (const end of ending.toReversed()) await end()
  ending = []
  await rm(folder, { recursive: true })
})
async function file(name: string, words: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, words)
  return path
}

interface Mail {
  readonly words: string
  readonly from: string
  readonly to: readonly string[]
  readonly encrypted: boolean
  readonly user: string | undefined
}

/** A mail server of this test alone. */
async function mailServer(options: { readonly secure?: boolean; readonly refuses?: string } = {}) {
  const { cert, key } = selfSigned('localhost')
  const mails: Mail[] = []
  const server = new SMTPServer({
    key,
    cert,
    secure: options.secure === true,
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    onAuth: ({ password, username }, _session, done) =>
      password === PASSWORD ? done(null, { user: username }) : done(new Error('535 wrong')),
    onRcptTo: (_address, _session, done) =>
      done(options.refuses === undefined ? null : new Error(options.refuses)),
    onData: (stream, session, done) => {
      void text(stream).then((words) => {
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          words,
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          encrypted: session.secure,
          user: typeof session.user === 'string' ? session.user : undefined,
        })
        done()
      })
    },
  })
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  ending.push(() => new Promise((resolve) => server.close(() => resolve())))
  const { port } = listening.address() as AddressInfo
  const ca = await file('ca.pem', cert)
  const settings = (over: Partial<MailSettings> = {}): MailSettings => ({
    host: 'localhost',
    port,
    security: 'starttls',
    from: 'kiosk-1@library.example',
    ca,
    ...over,
  })
  return {
    mails,
    send: (over?: Partial<MailSettings>) =>
      mailCourier(settings(over), 'desk@library.example').send(dispatch()),
  }
}

describe('by mail', () => {
  it('goes encrypted, signed in, with a name it is known by and a subject that says where and what', async () => {
    const { mails, send } = await mailServer()
    await send({ username: 'kiosk-1', passwordFile: await file('password', `${PASSWORD}\n`) })
    expect(mails).toMatchObject([
      { from: 'kiosk-1@library.example', to: ['desk@library.example'], encrypted: true, user: 'kiosk-1' },
    ])
    const words = mails[0]?.words ?? ''
    expect(words).toContain('Subject: [Lectern] Self-service: PRINTER_PAPER_OUT (printer)')
    expect(words).toContain('Message-ID: <0b5a@library.example>')
    expect(words).toContain('Auto-Submitted: auto-generated')
    expect(words).toContain('What to do: Put in a new roll.')
    expect(words).not.toContain(PASSWORD)
  })

  it('goes encrypted from the first byte, or not at all, as the settings say', async () => {
    const tls = await mailServer({ secure: true })
    await tls.send({ security: 'tls' })
    const plain = await mailServer()
    await plain.send({ security: 'none' })
    expect([tls.mails[0]?.encrypted, plain.mails[0]?.encrypted]).toEqual([true, false])
  })

  it('is not sent to a server whose certificate does not hold', async () => {
    const { mails, send } = await mailServer()
    const other = await file('other.pem', selfSigned('localhost').cert)
    await expect(send({ ca: other })).rejects.toThrow(/certificate|self-signed/i)
    expect(mails).toEqual([])
  })

  it('that is refused says what the server said, and never the password', async () => {
    const { send } = await mailServer({ refuses: '550 nobody of that name' })
    await expect(send()).rejects.toThrow('nobody of that name')
    const wrong = { username: 'kiosk-1', passwordFile: await file('password', 'not-lindenhof-at-all') }
    await expect(send(wrong)).rejects.not.toThrow('not-lindenhof-at-all')
    await expect(send(wrong)).rejects.toThrow()
  })

  it('has no line break of anybody’s in its subject, and says when all is well again', () => {
    const kiosk = { id: 'kiosk-1', name: 'Self\r\nBcc: all@library.example' }
    expect(letterOf(dispatch({ kiosk })).subject).toBe(
      '[Lectern] Self Bcc: all@library.example: PRINTER_PAPER_OUT (printer)',
    )
    const over = letterOf(dispatch({ kind: 'over', about: null }))
    expect(over.subject).toBe('[Lectern] Self-service: PRINTER_PAPER_OUT is well again')
    expect(over.text).toMatch(/^This is over: The printer has no paper\.\n/)
    expect(letterOf(dispatch({ kind: 'still', detail: 'status 12' })).text).toContain(
      'Detail: status 12\nSince: ',
    )
  })
})

/** A program of the library's. */
async function hook(status = 204) {
  const posts: { headers: IncomingHttpHeaders; body: string }[] = []
  let answers = true
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      posts.push({ headers: request.headers, body })
      server.emit('posted')
      if (answers) response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('thanks')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ending.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  )
  const { port } = server.address() as AddressInfo
  return {
    posts,
    url: `http://127.0.0.1:${port}/kiosks`,
    posted: () => once(server, 'posted'),
    silence: () => {
      answers = false
    },
  }
}

describe('by webhook', () => {
  it('is posted as JSON, known by its id, and signed', async () => {
    const { posts, url } = await hook()
    const secretFile = await file('secret', `${PASSWORD}\n`)
    await webhookCourier({ id: 'duty', url, secretFile }, new ManualClock()).send(dispatch())
    const [post] = posts
    expect(JSON.parse(post?.body ?? '')).toEqual(dispatch())
    expect(post?.headers).toMatchObject({
      'content-type': 'application/json',
      [DELIVERY_HEADER]: '0b5a',
      [SIGNATURE_HEADER]: `sha256=${createHmac('sha256', PASSWORD)
        .update(post?.body ?? '')
        .digest('hex')}`,
    })
  })

  it('is not signed where there is no secret, and not sent where it is empty', async () => {
    const { posts, url } = await hook()
    const clock = new ManualClock()
    await webhookCourier({ id: 'duty', url }, clock).send(dispatch())
    expect(posts[0]?.headers[SIGNATURE_HEADER]).toBeUndefined()
    const secretFile = await file('secret', '\n')
    await expect(webhookCourier({ id: 'duty', url, secretFile }, clock).send(dispatch())).rejects.toThrow(
      'empty',
    )
    expect(posts).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })

  it('fails with any answer but a yes, and follows nobody elsewhere', async () => {
    for (const status of [302, 404, 500]) {
      const { url } = await hook(status)
      await expect(webhookCourier({ id: 'duty', url }, new ManualClock()).send(dispatch())).rejects.toThrow()
    }
  })

  it('fails where no answer comes in time', async () => {
    const { posted, silence, url } = await hook()
    silence()
    const clock = new ManualClock()
    const came = posted()
    const sending = webhookCourier({ id: 'duty', url }, clock).send(dispatch())
    const failed = expect(sending).rejects.toThrow('no answer in time')
    await came
    clock.advance(WEBHOOK_MILLISECONDS)
    await failed
  })
})

describe('the settings of alerts', () => {
  const problems = (alerts: string, library = '') => {
    const read = parseSettings(
      `library: { name: Riverside ${library} }\nils: { host: ils.example, port: 6001 }\nalerts: ${alerts}\n`,
    )
    return read.ok ? [] : read.problems.map(({ path, reason }) => `${path} ${reason}`)
  }
  const mail = 'mail: { host: mail.example, from: kiosk-1@library.example }'

  it('name only who is there', () => {
    expect(problems(`{ rules: [{ to: [desk@library.example] }] }`).join()).toContain('needs alerts.mail')
    expect(problems(`{ rules: [{ to: ['webhook:duty'] }] }`).join()).toContain('no webhook is called duty')
    expect(problems(`{ ${mail}, rules: [{ to: [desk@library.example], when: closed }] }`).join()).toContain(
      'openingHours',
    )
    expect(problems(`{ mail: { host: mail.example, from: a@b.example, username: x } }`).join()).toContain(
      'passwordFile',
    )
    const twice = "{ id: duty, url: 'https://a.example/' }"
    expect(problems(`{ webhooks: [${twice}, ${twice}] }`).join()).toContain('another webhook')
  })

  it('take what is whole, and no address that would be two', () => {
    const webhooks = "webhooks: [{ id: duty, url: 'https://a.example/x' }]"
    const hours = ", openingHours: [{ days: [mon], opens: '10:00', closes: '18:00' }]"
    expect(
      problems(
        `{ ${mail}, ${webhooks}, rules: [{ to: [desk@library.example, 'webhook:duty'], when: closed }] }`,
        hours,
      ),
    ).toEqual([])
    expect(problems(`{ ${mail}, rules: [{ to: ['a@b.example, c@d.example'] }] }`)).toHaveLength(1)
    expect(problems(`{ webhooks: [{ id: duty, url: 'https://anna@c.example/' }] }`)).toHaveLength(1)
  })
})
