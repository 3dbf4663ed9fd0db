import type { Finding } from "./report.ts";
export async function checkConsumerTypes(project: string): Promise<Finding[]> { return []; }
