import type { Agent as HttpsAgent, AgentOptions } from 'node:https'
import { BlockList, isIPv4 } from 'node:net'
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
  const [, name, onlyPort = port] = HOST_AND_PORT.exec(exception.toLowerCase()) ?? [null, `[${exception}]`]
  if (onlyPort !== port) return false
  return host === name || (!isIPv4(host) && host.endsWith(`.${name.replace(/\.$/, '')}`))
}

/** An agent whose connections are tunnels through the proxy, kept and reused like any other. */
export function createTunnels(options: AgentOptions, { url }: OutgoingProxy): HttpsAgent {
  const agent = new HttpsProxyAgent({ ...options, proxy: url })
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (target, done) =>
    connect(target, (error, socket) => done?.(error && noTunnel(error), socket))
  return agent
}

/** Nothing was sent yet when a tunnel does not come to be; `PROXY_407`, `PROXY_ECONNREFUSED`. */
function noTunnel(error: Error): Error {
  const cause = 'code' in error ? String(error.code) : (/\d{3}$/.exec(error.message)?.[0] ?? 'TIMEOUT')
  return Object.assign(new Error('The proxy opened no tunnel.'), { code: `PROXY_${cause}` })
}
