import { Readable } from 'node:stream'
import type { Context } from 'koa'
import type { OpenedFile } from '../usecases/open-attachment.ts'

/** `stallMs`: without a byte that the other side takes; `wholeMs`: for all of it. */
export type SendLimits = { stallMs: number; wholeMs: number }

/** 20 MB over a phone that gets 35 kB a second. */
export const SENDING: SendLimits = { stallMs: 30_000, wholeMs: 600_000 }

/**
 * Sends a file as it is read. It is closed as soon as it was read or the answer is over, whatever the other side
 * does: asks for the head alone, gives up before the first byte, never reads, or waits behind another answer on the
 * same connection. One that turns out too short ends the connection, so that nobody waits for the rest.
 */
export function sendContent(
  ctx: Context,
  content: OpenedFile['content'],
  { stallMs, wholeMs }: SendLimits,
): void {
  const { res, method } = ctx
  const { socket } = ctx.req
  const giveUp = () => {
    socket.destroy()
  }
  const late = setTimeout(giveUp, wholeMs)
  const end = () => {
    clearTimeout(late)
    socket.off('close', end)
    // What fails now takes nothing from anybody: the descriptor is gone.
    content.close().catch(() => undefined)
  }
  if (method === 'HEAD' || socket.destroyed) {
    end()
    return
  }
  // An answer that waits behind another does not hear of the end of its connection by itself.
  socket.setMaxListeners(0).once('close', end)
  res.setTimeout(stallMs, giveUp).once('close', end)
  ctx.body = Readable.from(content.pieces, { objectMode: false }).once('close', end)
}
