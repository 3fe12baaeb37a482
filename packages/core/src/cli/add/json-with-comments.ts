const commentsAndLastCommas = /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=\s*[}\]])/g;

/** Parses JSON that may hold comments and trailing commas, as a tsconfig.json does. */
export function parseJsonWithComments(text: string): unknown {
  return JSON.parse(text.replace(commentsAndLastCommas, (_, string?: string) => string ?? ''));
}
