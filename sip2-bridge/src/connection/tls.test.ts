import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { TlsOptions } from './contract.ts'
import { isTlsRecord, reasonFor } from './reasons.ts'
import { type ServerOptions, willing } from './scripted-server.test-support.ts'
import { selfSigned } from './self-signed.test-support.ts'
import { CONNECT_TIMEOUT_MILLISECONDS } from './socket.ts'
import { become, stage } from './stage.test-support.ts'

const serverName = 'ils.library'
const certificate = selfSigned(serverName)
const kiosk = selfSigned('kiosk')
const fingerprint = new X509Certificate(certificate.cert).fingerprint256

/** Where a connection with these settings ends, and what the server heard. */
async function ends(
  tls: TlsOptions | undefined,
  state: 'ready' | 'away' = 'away',
  options: ServerOptions = { tls: certificate },
) {
  const { connection, server } = await stage(willing, { tls }, options)
  await become(connection, state)
  return { detail: connection.status.detail, heard: server.codes() }
}

describe('over TLS, a server', () => {
  it('whose certificate the library trusts is spoken with', async () => {
    expect(await ends({ ca: certificate.cert, serverName }, 'ready')).toMatchObject({ heard: ['99'] })
  })

  it.each([fingerprint, fingerprint.replaceAll(':', '').toLowerCase()])(
    'whose certificate is pinned is spoken with, whoever signed it: %s',
    async (pin) => {
      expect(await ends({ fingerprint: pin }, 'ready')).toMatchObject({ heard: ['99'] })
      const old = selfSigned('other.library', { from: '20200101000000Z', to: '20210101000000Z' })
      const tls = { fingerprint: new X509Certificate(old.cert).fingerprint256 }
      expect(await ends(tls, 'ready', { tls: old })).toMatchObject({ heard: ['99'] })
    },
  )

  it('with another certificate than the pinned one hears nothing, and its own is told for the settings', async () => {
    const { detail, heard } = await ends({ fingerprint: new X509Certificate(kiosk.cert).fingerprint256 })
    expect(heard).toEqual([])
    expect(detail).toContain('not the pinned one')
    expect(detail).toContain(fingerprint)
  })

  it('must be trusted as well where it is pinned and an authority is named', async () => {
    expect((await ends({ fingerprint, ca: kiosk.cert, serverName })).heard).toEqual([])
    expect((await ends({ fingerprint, ca: certificate.cert, serverName }, 'ready')).heard).toEqual(['99'])
  })

  it.each([
    ['of an unknown authority', certificate, { serverName }, /signed its certificate itself/],
    ['for another name', certificate, { ca: certificate.cert, serverName: 'other.library' }, /another name/],
    ...[
      ['that has expired', { from: '20200101000000Z', to: '20210101000000Z' }, /has expired/] as const,
      ['of tomorrow', { from: '20980101000000Z', to: '20990101000000Z' }, /not valid yet.*clock/] as const,
    ].map(([what, validity, words]) => {
      const dated = selfSigned(serverName, validity)
      return [what, dated, { ca: dated.cert, serverName }, words] as const
    }),
  ] as const)(
    'with a certificate %s hears nothing, and the installer is told why',
    async (_, own, tls, words) => {
      const { detail, heard } = await ends(tls, 'away', { tls: own })
      expect(heard).toEqual([])
      expect(detail).toMatch(words)
    },
  )

  const demanding = { ...certificate, requestCert: true, rejectUnauthorized: true, ca: kiosk.cert }
  const trusted = { ca: certificate.cert, serverName }

  it('that wants a certificate from the kiosk gets it', async () => {
    expect(await ends({ ...trusted, client: kiosk }, 'ready', { tls: demanding })).toMatchObject({
      heard: ['99'],
    })
  })

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'that wants a certificate from a kiosk that has none is told apart from others (%s)',
    async (maxVersion) => {
      const { detail } = await ends(trusted, 'away', { tls: { ...demanding, maxVersion } })
      expect(detail).toMatch(/wants? a certificate from the kiosk/)
    },
  )

  it.each([
    ['no PEM', { cert: 'certificate', key: 'key' }, /no PEM/],
    ['a key of something else', { cert: kiosk.cert, key: certificate.key }, /does not belong/],
  ] as const)('is not called with a client certificate that is %s', async (_, client, words) => {
    const { detail, heard } = await ends({ ...trusted, client })
    expect(detail).toMatch(words)
    expect(heard).toEqual([])
  })
})

describe('a server on the wrong port', () => {
  it('that answers TLS in plain text is told apart', async () => {
    const greet: ServerOptions['greet'] = (socket) => socket.write('login: ')
    expect((await ends({}, 'away', { greet })).detail).toMatch(/does not speak TLS on this port/)
  })

  it('that closes when it hears TLS may be a plain one', async () => {
    const greet: ServerOptions['greet'] = (socket) => socket.end()
    expect((await ends({}, 'away', { greet })).detail).toMatch(/during the TLS handshake: does it speak TLS/)
  })

  it('that is silent when it hears TLS may be a plain one', async () => {
    const { clock, connection, server } = await stage(() => null, { tls: {} })
    await server.connected(1)
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(CONNECT_TIMEOUT_MILLISECONDS)
    await become(connection, 'away')
    expect(connection.status.detail).toMatch(/handshake did not end in time: does the server speak TLS/)
  })

  it('that answers plain text with a TLS alert speaks TLS', async () => {
    const { connection } = await stage((_, __, socket) => {
      socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 70]))
      return null
    })
    await become(connection, 'away')
    expect(connection.status.detail).toBe('the server speaks TLS on this port')
    expect(isTlsRecord(Buffer.from('98Y'))).toBe(false)
  })

  it('that closes when it hears plain text is suspected of it', async () => {
    expect((await ends(undefined)).detail).toMatch(/or does not speak plain SIP2 on this port/)
  })
})

describe('a reason without words of ours', () => {
  it('is told as the system says it', () => {
    expect(reasonFor(new Error('strange'), false)).toBe('strange')
    expect(reasonFor(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), false)).toMatch(
      /nobody listens/,
    )
  })
})
