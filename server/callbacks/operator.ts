import { z } from 'zod'

/** Whoever looks at a link or presses a button, as callbacks name them. */
export const Operator = z.object({
  tenant_key: z.string().max(200).nullish(),
  user_id: z.string().max(64).nullish(),
})

/**
 * Their user_id; undefined for whoever cannot be known. A user_id means somebody in their own company alone, and
 * chats have people of others.
 */
export function userIdOf(
  { tenant_key: own, user_id: userId }: z.infer<typeof Operator>,
  tenant: string | undefined,
): string | undefined {
  return own && own === tenant ? userId || undefined : undefined
}
