const comments = /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const lastCommas = /("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g;

/** Parses JSON that may hold comments and trailing commas, as a tsconfig.json does. */
export function parseJsonWithComments(text: string): unknown {
  // Texts are matched as well, so that what looks like either in them stays.
  const keepTexts = (_: string, quoted?: string) => quoted ?? '';
  return JSON.parse(text.replace(comments, keepTexts).replace(lastCommas, keepTexts));
}
