import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { Clock } from '../clock.ts'
import type { Settings } from '../settings.ts'
import { decodeFrame, encodeFrame, type Frame } from './frame.ts'

/** 使用长连接接收事件: of one app. */
export const MOST_CONNECTIONS = 50
const TICKET_LIFE_MS = 60_000
const SERVICE = 33_554_678
const CONTROL = 0
const DATA = 1
/** Words of the handshake that the SDKs read. */
const AUTH_FAILED = 514
const TOO_MANY = 1_000_040_350

export type Answered = { code: number; data?: string }

/** What the app's servers hold open, to be told of events and callbacks without an address of their own. */
export type Connections = {
  /** Where to connect, once and within a minute; the path and query of the address. */
  issue: () => string
  clientConfig: () => Record<string, number>
  count: () => number
  /** A request to become a connection; without a ticket of ours it is refused. */
  accept: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Over one of them, whichever. Undefined: there is none, or no answer came in time or before a cut. */
  ask: (message: object, withinMs: number) => Promise<Answered | undefined>
  /** Ends them without a word, as a network does. */
  cut: () => void
}

type Deps = { clock: Clock; settings: () => Settings; random: () => number; onOpen: () => void }

export function createConnections({ clock, settings, random, onOpen }: Deps): Connections {
  const server = new WebSocketServer({ noServer: true })
  const open = new Set<WebSocket>()
  const tickets = new Map<string, number>()
  const waiting = new Map<string, (answer: Answered) => void>()

  const clientConfig = (): Record<string, number> => {
    const { pingSeconds, reconnectSeconds, reconnectNonceSeconds } = settings().connection
    return {
      ReconnectCount: -1,
      ReconnectInterval: reconnectSeconds,
      ReconnectNonce: reconnectNonceSeconds,
      PingInterval: pingSeconds,
    }
  }
  const hear = (socket: WebSocket, data: RawData): void => {
    const frame = decodeFrame(toBytes(data))
    if (frame.method === CONTROL && frame.headers['type'] === 'ping') {
      socket.send(encodeFrame(toPong(frame, clientConfig())))
    }
    if (frame.method !== DATA) return
    waiting.get(frame.headers['message_id'] ?? '')?.(
      JSON.parse(Buffer.from(frame.payload).toString()) as Answered,
    )
  }
  const welcome = (socket: WebSocket): void => {
    open.add(socket)
    // One for every question that is open.
    socket.setMaxListeners(0)
    socket.on('message', (data) => {
      try {
        hear(socket, data)
      } catch {
        socket.close(1002, 'no frame')
      }
    })
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
    onOpen()
  }
  return {
    issue() {
      const ticket = randomBytes(16).toString('hex')
      tickets.set(ticket, clock.now() + TICKET_LIFE_MS)
      const device = randomBytes(8).readBigUInt64BE() / 2n
      const query = `fpid=493&aid=552564&device_id=${String(device)}&access_key=${ticket}&service_id=${String(SERVICE)}&ticket=${ticket}`
      return `/ws/v2?${query}`
    },
    clientConfig,
    count: () => open.size,
    accept(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('ticket') ?? ''
      const goodUntil = tickets.get(ticket) ?? -Infinity
      tickets.delete(ticket)
      if (goodUntil < clock.now()) refuse(socket, 'ticket is invalid', '')
      else if (open.size >= MOST_CONNECTIONS) refuse(socket, 'exceed conn limit', String(TOO_MANY))
      else server.handleUpgrade(request, socket, head, welcome)
    },
    ask(message, withinMs) {
      const sockets = [...open]
      const socket = sockets[Math.floor(random() * sockets.length)]
      if (!socket) return Promise.resolve(undefined)
      const id = randomBytes(16).toString('hex')
      return new Promise((resolve) => {
        const end = (answer: Answered | undefined): void => {
          clearTimeout(timer)
          socket.off('close', lost)
          waiting.delete(id)
          resolve(answer)
        }
        const lost = (): void => {
          end(undefined)
        }
        const timer = setTimeout(lost, withinMs)
        socket.once('close', lost)
        waiting.set(id, end)
        for (const frame of toFrames(id, message, settings().connection.frameBytes))
          socket.send(encodeFrame(frame))
      })
    },
    cut() {
      for (const socket of open) socket.terminate()
    },
  }
}

/** A message that is too long for one frame comes in several, numbered. */
function toFrames(id: string, message: object, frameBytes: number): Frame[] {
  const bytes = Buffer.from(JSON.stringify(message))
  const sum = Math.max(1, Math.ceil(bytes.length / frameBytes))
  const trace = randomBytes(16).toString('hex')
  return Array.from({ length: sum }, (_, seq) => ({
    seqId: 0,
    logId: 0,
    service: SERVICE,
    method: DATA,
    headers: { type: 'event', message_id: id, sum: String(sum), seq: String(seq), trace_id: trace },
    payload: bytes.subarray(seq * frameBytes, (seq + 1) * frameBytes),
  }))
}

const toPong = (ping: Frame, config: Record<string, number>): Frame => ({
  seqId: ping.seqId,
  logId: ping.logId,
  service: ping.service,
  method: CONTROL,
  headers: { type: 'pong' },
  payload: Buffer.from(JSON.stringify(config)),
})

function refuse(socket: Duplex, says: string, authCode: string): void {
  const lines = [
    'HTTP/1.1 403 Forbidden',
    'Connection: close',
    'Content-Length: 0',
    `handshake-status: ${String(AUTH_FAILED)}`,
    `handshake-msg: ${says}`,
    ...(authCode === '' ? [] : [`handshake-autherrcode: ${authCode}`]),
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n`)
}

const toBytes = (data: RawData): Uint8Array =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? new Uint8Array(data) : data
