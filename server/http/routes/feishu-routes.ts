import { FeishuEventReply, FeishuRefusal, FeishuSuccess } from '../../../shared/feishu-replies.ts'
import type { FeishuEndpoint, HttpDeps } from '../deps.ts'
import { defineRoute, type RouteAnswer, type Route } from '../route.ts'

const REFUSED: RouteAnswer = {
  status: 401,
  description: 'Not proven to be meant for us.',
  schema: FeishuRefusal,
}

const ACKNOWLEDGED: RouteAnswer = { status: 200, description: 'Acknowledged.', schema: FeishuEventReply }

export function feishuRoutes({ feishu }: Pick<HttpDeps, 'feishu'>): Route[] {
  return [
    feishuRoute('/feishu/approval/callback', 'approvalCallback', feishu.approval, {
      summary: 'Quick-approval callback of approval center and bot cards, plain or encrypted.',
      answers: [
        { status: 200, description: 'Applied, now or before.', schema: FeishuSuccess },
        REFUSED,
        {
          status: 409,
          description:
            'Refused, with words for the person. What another system says of its own approvals is passed on as it is.',
          schema: FeishuRefusal,
        },
        { status: 503, description: 'Nothing was changed.', schema: FeishuRefusal },
      ],
    }),
    ...(feishu.event ? eventRoutes(feishu.event) : []),
  ]
}

/** The console has two fields for an address; what comes to either is taken alike. */
const eventRoutes = (event: FeishuEndpoint): Route[] => [
  feishuRoute('/feishu/event', 'event', event, {
    summary: 'Events, url_verification included. Not there where they come over a long connection.',
    answers: [ACKNOWLEDGED, REFUSED],
  }),
  feishuRoute('/feishu/card', 'cardCallback', event, {
    summary: "Callbacks of the app's own cards and of link previews, url_verification included.",
    answers: [ACKNOWLEDGED, REFUSED],
  }),
]

function feishuRoute(
  path: string,
  operationId: string,
  endpoint: FeishuEndpoint,
  { summary, answers }: { summary: string; answers: RouteAnswer[] },
): Route {
  return defineRoute({
    method: 'post',
    path,
    operationId,
    summary,
    access: 'feishu',
    answers,
    handle: ({ raw, header, isSuspect }) => endpoint({ raw, header, isSuspect }),
  })
}
