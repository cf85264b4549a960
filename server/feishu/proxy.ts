import { lookup } from 'node:dns'
import type { Agent as HttpsAgent, AgentOptions, RequestOptions } from 'node:https'
import { BlockList, isIPv4, isIPv6, type LookupFunction } from 'node:net'
import { checkServerIdentity as checkIdentity, type PeerCertificate } from 'node:tls'
import { HttpsProxyAgent } from 'hpagent'

/** The way out of a network that has no other. */
export type OutgoingProxy = {
  /** http(s); its name and password are told to nobody but the proxy. */
  url: string
  /** NO_PROXY as it was set: names, `.suffixes` and addresses, each with a port or without, or `*`. */
  except: string
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** As curl has it: https alone, never this machine, and a name that is excepted takes those below it with it. */
export function goesThroughProxy({ except }: OutgoingProxy, address: string): boolean {
  const { protocol, hostname, port } = new URL(address)
  if (protocol !== 'https:') return false
  const host = hostname.replace(/\.$/, '')
  return !isLoopback(host) && !except.split(/[\s,]+/).some((one) => isExcepted(one, host, port || '443'))
}

function isLoopback(host: string): boolean {
  if (isIPv4(host)) return LOOPBACK.check(host)
  if (host.startsWith('[')) return LOOPBACK.check(host.slice(1, -1), 'ipv6')
  return host === 'localhost' || host.endsWith('.localhost')
}

const HOST_AND_PORT = /^(?:\*?\.)?(\[.*\]|[^:]+)(?::(\d+))?$/

function isExcepted(exception: string, host: string, port: string): boolean {
  if (exception === '*') return true
  // An IPv6 address without brackets has colons and no port.
  const [, written, onlyPort = port] = HOST_AND_PORT.exec(exception.toLowerCase()) ?? [null, `[${exception}]`]
  if (onlyPort !== port) return false
  const name = written.startsWith('[') ? shortest(written) : written
  return host === name || (!isIPv4(host) && host.endsWith(`.${name.replace(/\.$/, '')}`))
}

/** An IPv6 address can be written in many ways, and in addresses it is always this one. */
const shortest = (written: string): string =>
  URL.canParse(`http://${written}`) ? new URL(`http://${written}`).hostname : written

/** A proxy that takes a connection and says nothing would keep it for ever. */
const TUNNEL_WITHIN_MS = 15_000

/** An agent whose connections are tunnels through the proxy, kept and reused like any other. */
export function createTunnels(options: AgentOptions, { url }: OutgoingProxy): HttpsAgent {
  // Its types know only some of the options that it passes on.
  const proxyRequestOptions = { headers: {}, lookup: lookUp }
  const agent = new HttpsProxyAgent({
    timeout: TUNNEL_WITHIN_MS,
    ...options,
    proxy: url,
    proxyRequestOptions,
  })
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (target, done) =>
    connect(asWritten(target), (error, socket) => done?.(error && noTunnel(error), socket))
  return agent
}

/** hpagent asks for an IPv6 proxy with the brackets that it has in a URL. */
const lookUp: LookupFunction = (host, options, done) => {
  lookup(host.replace(/^\[(.*)\]$/, '$1'), options, done)
}

/** And for a tunnel to an IPv6 address without those that tell it from its port. */
function asWritten(target: RequestOptions): RequestOptions {
  const { host } = target
  if (!host || !isIPv6(host)) return target
  const checkServerIdentity = (_: string, certificate: PeerCertificate) => checkIdentity(host, certificate)
  return { ...target, host: `[${host}]`, checkServerIdentity }
}

/** Nothing was sent yet when a tunnel does not come to be; `PROXY_407`, `PROXY_ECONNREFUSED`. */
function noTunnel(error: Error): Error {
  const cause = 'code' in error ? String(error.code) : (/\d{3}$/.exec(error.message)?.[0] ?? 'TIMEOUT')
  return Object.assign(new Error(`The proxy opened no tunnel: ${cause}`), { code: `PROXY_${cause}` })
}
