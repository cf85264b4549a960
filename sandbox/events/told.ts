export type Envelope = { schema: '2.0'; header: Record<string, string>; event: object }

/** What the app answered; status 0 stands for no answer. */
export type Told = { status: number; body: unknown }

export const unanswered = (error: unknown): Told => ({
  status: 0,
  body: { error: error instanceof Error ? error.message : String(error) },
})

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
