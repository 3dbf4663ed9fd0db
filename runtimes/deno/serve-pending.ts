/** The requests under way, which Deno's `shutdown()` waits for without end. */
export interface PendingAnswers {
  /** Answers as the handler does, unless it is ended before. */
  add(answer: Promise<Response>): Promise<Response>;
  /** Answers all with 503. */
  end(): void;
}

/** Keeps count of the requests of a server. */
export function pendingAnswers(): PendingAnswers {
  const open = new Set<(response: Response) => void>();
  return {
    add: (answer) =>
      new Promise((resolve, reject) => {
        open.add(resolve);
        answer.then(resolve, reject).finally(() => open.delete(resolve));
      }),
    end: () => {
      for (const resolve of open) resolve(new Response(null, { status: 503 }));
    },
  };
}
