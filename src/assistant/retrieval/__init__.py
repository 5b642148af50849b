"""From a question to evidence: query, two legs, fusion."""
