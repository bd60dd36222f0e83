import { testStreams } from "../testing.ts";
import { loginsFeed } from "./mod.ts";

testStreams(loginsFeed.streams);
