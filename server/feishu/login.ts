import { z } from 'zod'
import type { PlainCall } from './calls.ts'
import type { Answer } from '../domain/outbox/answer.ts'
import type { Contact, PeoplePort } from './port.ts'

const TokenAnswer = z.object({ access_token: z.string().min(1) })
const UserAnswer = z.object({
  data: z.object({ open_id: z.string().min(1), user_id: z.string().nullish() }),
})

/**
 * A login code → who it is. Codes of `tt.requestAccess`, of `tt.login` and of a redirect take the same way (小程序接入指南,
 * 浏览器网页接入指南): the flat answer of 获取 user_access_token, then 获取用户信息 as that person. Contacts have the last word, since
 * user_id comes with a scope only.
 */
export function createLogin({
  plain,
  person,
  appId,
  appSecret,
}: {
  plain: PlainCall
  person: PeoplePort['fresh']
  appId: string
  appSecret: string
}): PeoplePort['login'] {
  return async (code, _via, redirect) => {
    const token = await plain(
      'login',
      {
        method: 'POST',
        url: '/open-apis/authen/v2/oauth/token',
        data: {
          grant_type: 'authorization_code',
          client_id: appId,
          client_secret: appSecret,
          code,
          ...(redirect && { redirect_uri: redirect.uri, code_verifier: redirect.verifier }),
        },
      },
      (body) => TokenAnswer.parse(body).access_token,
    )
    if (!token.ok) return token
    const user = await plain(
      'user_info',
      { method: 'GET', url: '/open-apis/authen/v1/user_info' },
      (body) => UserAnswer.parse(body).data,
      token.value,
    )
    if (!user.ok) return user
    const found = await person(user.value.user_id || user.value.open_id)
    return found.ok ? toContact(found.value) : found
  }
}

function toContact(contact: Contact | undefined): Answer<Contact> {
  if (contact?.active) return { ok: true, value: contact }
  const message = contact
    ? 'The person has left, is frozen or has not joined.'
    : "The person is outside the app's contact range."
  return {
    ok: false,
    failure: {
      class: 'login_not_allowed',
      code: null,
      httpStatus: null,
      message,
      logId: null,
      retryAfterMs: null,
    },
  }
}
