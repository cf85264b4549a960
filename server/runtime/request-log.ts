/** One use of an API's limits, by the wall clock: a request that left, or Feishu's word that none may before then. */
export type RequestMark = { api: string; sentAt: number } | { api: string; closedUntil: number }

/** Feishu counts an app's requests whichever process sent them: who starts has to know what left before it. */
export type RequestLog = {
  /** What was noted in the latest minutes, also by who had the store before. */
  earlier: () => Promise<readonly RequestMark[]>
  /** Noted when it returns, however this process ends; a full disk or a power cut may lose it. Never throws. */
  note: (mark: RequestMark) => void
}
