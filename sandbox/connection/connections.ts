import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { Clock } from '../clock.ts'
import type { Settings } from '../settings.ts'
import { decodeFrame, encodeFrame, type Frame } from './frame.ts'
import { createTickets } from './tickets.ts'

/** 使用长连接接收事件: of one app. */
export const MOST_CONNECTIONS = 50
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
  /** Whether there is one, be it that it was not heard of yet. */
  isOpen: () => boolean
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
  const tickets = createTickets(clock)
  const open = new Set<WebSocket>()
  const waiting: Waiting = new Map()

  const hear = (socket: WebSocket, data: RawData): void => {
    const frame = decodeFrame(toBytes(data))
    if (frame.method === DATA) waiting.get(frame.headers['message_id'] ?? '')?.(toAnswer(frame))
    if (frame.method !== CONTROL || frame.headers['type'] !== 'ping') return
    socket.send(encodeFrame(toPong(frame, toConfig(settings()))))
    // What comes before its first ping the SDK would not hear yet.
    if (!open.has(socket)) onOpen()
    open.add(socket)
  }
  const welcome = (socket: WebSocket): void => {
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
  }
  return {
    issue: () => tickets.issue(SERVICE),
    clientConfig: () => toConfig(settings()),
    count: () => open.size,
    isOpen: () => server.clients.size > 0,
    accept(request, socket, head) {
      if (!tickets.redeem(request.url ?? '/')) refuse(socket, 'ticket is invalid', '')
      else if (server.clients.size >= MOST_CONNECTIONS) refuse(socket, 'exceed conn limit', String(TOO_MANY))
      else server.handleUpgrade(request, socket, head, welcome)
    },
    ask(message, withinMs) {
      const sockets = [...open]
      const socket = sockets[Math.floor(random() * sockets.length)]
      if (!socket) return Promise.resolve(undefined)
      const id = randomBytes(16).toString('hex')
      const frames = toFrames(id, message, settings().connection.frameBytes)
      return askOver(socket, frames, { id, waiting, withinMs })
    },
    cut() {
      for (const socket of server.clients) socket.terminate()
    },
  }
}

/** By message id: whoever waits for its answer. */
type Waiting = Map<string, (answer: Answered) => void>

function askOver(
  socket: WebSocket,
  frames: readonly Frame[],
  { id, waiting, withinMs }: { id: string; waiting: Waiting; withinMs: number },
): Promise<Answered | undefined> {
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
    for (const frame of frames) socket.send(encodeFrame(frame))
  })
}

const toConfig = ({ connection }: Settings): Record<string, number> => ({
  ReconnectCount: -1,
  ReconnectInterval: connection.reconnectSeconds,
  ReconnectNonce: connection.reconnectNonceSeconds,
  PingInterval: connection.pingSeconds,
})

const toAnswer = ({ payload }: Frame): Answered => JSON.parse(Buffer.from(payload).toString()) as Answered

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
