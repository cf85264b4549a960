import { LosslessNumber } from 'lossless-json'
import { z } from 'zod'

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n }

/** Feishu sends what does not apply as an empty value, or not at all. */
const given = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional())

const Id = z.string().min(1).max(128)

/** An int64 as its decimal digits, however it was written down. Zero stands for none. */
const Int64 = z
  .union([z.string(), z.instanceof(LosslessNumber).transform(({ value }) => value)])
  .refine((digits) => /^(0|-?[1-9]\d{0,18})$/.test(digits) && isInt64(digits))
  .transform((digits) => (digits === '0' ? undefined : digits))

/** Its size and type are seen when it is fetched; another system is told of it as it came. */
const Attachment = z.looseObject({ file_name: z.string().max(1_000), url: z.string().min(1).max(4_000) })

/** 三方快捷审批回调, decrypted. Fields that are not used here are let be. */
export const CallbackBody = z.object({
  // APPROVE, REJECT, or what a system that carries its approvals on itself calls an action (发送审批 Bot 消息: KEY).
  action_type: z.string().min(1).max(200),
  action_context: given(z.string().max(1_000)),
  user_id: Id,
  // A card knows no definition; the page lists the field for every callback.
  approval_code: given(Id),
  instance_id: given(Id),
  task_id: given(Id),
  message_id: given(Int64),
  id: given(Id),
  // Feishu names no limit; the body has one.
  reason: given(z.string()),
  attachments: given(z.array(Attachment).max(100)),
  token: z.string().max(1_000),
})
export type CallbackBody = z.infer<typeof CallbackBody>

function isInt64(digits: string): boolean {
  const value = BigInt(digits)
  return value >= INT64.min && value <= INT64.max
}
